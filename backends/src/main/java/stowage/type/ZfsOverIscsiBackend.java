package stowage.type;

import static stowage.type.Feature.RENAME;
import static stowage.type.Feature.REPLICATE;
import static stowage.type.Feature.SPARSE;
import static stowage.type.Feature.UPLOAD;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Quoting;
import stowage.schema.InvalidException;
import stowage.schema.Properties;
import stowage.schema.Schema;
import stowage.schema.Schemas;
import stowage.tool.HostTool;
import stowage.tool.Zfs;
import stowage.volume.ContentType;
import stowage.volume.Volume;
import stowage.volume.VolumeName;
import stowage.volume.VolumeNames;

/** ZFS volumes of another host, reached as iSCSI units and managed over SSH from this one. */
public final class ZfsOverIscsiBackend implements Backend {
  private static final HostTool SSH = new HostTool("/usr/bin/ssh", "openssh-client");
  private static final Map<Feature, String> NEVER =
      ReadOnly.never(
          new ReadOnly.Never("support.zfs-iscsi-never", Set.of(RENAME, SPARSE)),
          new ReadOnly.Never("support.no-files", Set.of(UPLOAD)),
          new ReadOnly.Never("support.replicates-zfs-only", Set.of(REPLICATE)));

  @Override
  public Schema schema() {
    return Schemas.of(StorageType.ZFS);
  }

  @Override
  public List<HostTool> tools() {
    return List.of(SSH);
  }

  @Override
  public Support supports(Feature feature, Pool pool, @Nullable VolumeName volume) {
    return ReadOnly.supports(feature, pool, NEVER);
  }

  private static String dataset(Pool pool) {
    return pool.get(Properties.POOL).orElse("");
  }

  /** The other host's shell reads the words once more, and finds the program by its own path. */
  private static Exec remote(Pool pool, Exec zfs) {
    String portal = Luns.portal(pool);
    List<String> words = new ArrayList<>(zfs.argv());
    words.set(0, "zfs");
    return Exec.reads(SSH.program(), "-o", "BatchMode=yes", "-o", "ConnectTimeout=5")
        .and("-i", "/etc/pve/priv/zfs/" + portal + "_id_rsa")
        .and("root@" + portal, Quoting.words(words))
        .asRoot();
  }

  @Override
  public Probe<PoolStatus> status(Pool pool) {
    Exec ask = remote(pool, Zfs.properties(dataset(pool), List.of("available", "used")));
    return Probe.of(ask, answer -> Zfs.properties(ask, answer).map(ZfsOverIscsiBackend::status));
  }

  private static PoolStatus status(Map<String, String> properties) {
    long used = Zfs.bytes(properties, "used");
    long available = Math.min(Zfs.bytes(properties, "available"), Long.MAX_VALUE - used);
    return PoolStatus.active(used + available, used, available);
  }

  /** Nothing to do here: pool and target are the other host's. */
  @Override
  public Probe<Change> activation(Pool pool) {
    return ReadOnly.activation(status(pool));
  }

  @Override
  public Probe<List<Volume>> list(Pool pool, Set<ContentType> wanted) {
    if (!wanted.contains(ContentType.IMAGES)) {
      return ReadOnly.nothing();
    }
    Exec ask = remote(pool, Zfs.children(dataset(pool)));
    return Probe.of(
        ask,
        answer ->
            Zfs.children(ask, answer).map(all -> ZfsVolumes.of(pool.id(), dataset(pool), all)));
  }

  @Override
  public VolumeName parse(String name) throws InvalidException {
    return VolumeNames.parse(StorageType.ZFS, name);
  }

  /** The unit's number is known to the other host only. */
  @Override
  public String path(Pool pool, String name, @Nullable String snapshot) throws InvalidException {
    parse(name);
    throw new InvalidException("volume", "problem.path-needs-host", pool.type().word());
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
