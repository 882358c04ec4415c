package stowage.type;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.schema.InvalidException;
import stowage.schema.Schema;
import stowage.schema.Schemas;
import stowage.tool.HostTool;
import stowage.tool.LibIscsi;
import stowage.volume.ContentType;
import stowage.volume.Size;
import stowage.volume.Volume;
import stowage.volume.VolumeName;
import stowage.volume.VolumeNames;

/** Units of an iSCSI target that the hypervisor opens by itself, without the kernel. */
public final class IscsiDirectBackend implements Backend {

  @Override
  public Schema schema() {
    return Schemas.of(StorageType.ISCSIDIRECT);
  }

  @Override
  public List<HostTool> tools() {
    return List.of(LibIscsi.ISCSI_LS);
  }

  @Override
  public Support supports(Feature feature, Pool pool, @Nullable VolumeName volume) {
    return Luns.supports(feature, false);
  }

  /** There is nothing to be active: each guest logs in when it starts. */
  @Override
  public Probe<PoolStatus> status(Pool pool) {
    return Probe.constant(Reading.known(PoolStatus.active(0, 0, 0)));
  }

  @Override
  public Probe<Change> activation(Pool pool) {
    return Probe.constant(Reading.known(Change.of()));
  }

  /** Those of all targets behind the portal, as Proxmox VE lists them. */
  @Override
  public Probe<List<Volume>> list(Pool pool, Set<ContentType> wanted) {
    if (!wanted.contains(ContentType.IMAGES)) {
      return Limited.nothing();
    }
    Exec ask = LibIscsi.units(Luns.portal(pool));
    return Probe.of(
        ask,
        answer ->
            LibIscsi.units(ask, answer)
                .map(units ->
                    units.stream()
                        .map(u -> Luns.volume(pool, "lun" + u.number(), u.size()))
                        .toList()));
  }

  @Override
  public Probe<Optional<Size>> measured(Pool pool, String name) throws InvalidException {
    Exec ask = LibIscsi.size(path(pool, name, null));
    return Probe.of(ask, answer -> LibIscsi.size(ask, answer).map(Optional::of));
  }

  @Override
  public VolumeName parse(String name) throws InvalidException {
    return VolumeNames.parse(StorageType.ISCSIDIRECT, name);
  }

  @Override
  public String path(Pool pool, String name, @Nullable String snapshot) throws InvalidException {
    Limited.refuseSnapshot(this, pool, snapshot);
    return "iscsi://" + Luns.portal(pool) + "/" + Luns.target(pool) + "/" + parse(name).name();
  }

  @Override
  public Optional<Provisioning> provisioning() {
    return Optional.empty();
  }

  @Override
  public Optional<Snapshots> snapshots() {
    return Optional.empty();
  }
}
