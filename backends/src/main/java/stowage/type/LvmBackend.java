package stowage.type;

import static stowage.type.Feature.LINKED_CLONE;
import static stowage.type.Feature.REPLICATE;
import static stowage.type.Feature.ROLLBACK;
import static stowage.type.Feature.SNAPSHOT;
import static stowage.type.Feature.SPARSE;
import static stowage.type.Feature.TEMPLATE;
import static stowage.type.Feature.UPLOAD;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.schema.InvalidException;
import stowage.schema.Properties;
import stowage.schema.Schema;
import stowage.schema.Schemas;
import stowage.tool.HostTool;
import stowage.tool.Lvm;
import stowage.tool.Lvm.LogicalVolume;
import stowage.volume.ContentType;
import stowage.volume.Volume;
import stowage.volume.VolumeId;
import stowage.volume.VolumeName;
import stowage.volume.VolumeNames;

/** Guest volumes as plain logical volumes of a volume group. */
public final class LvmBackend implements Backend {
  private static final Map<Feature, String> NEVER =
      ReadOnly.never(
          new ReadOnly.Never("support.lvm-no-snapshot", Set.of(SNAPSHOT, ROLLBACK)),
          new ReadOnly.Never("support.lvm-no-clones", Set.of(LINKED_CLONE, TEMPLATE)),
          new ReadOnly.Never("support.lvm-no-thin", Set.of(SPARSE)),
          new ReadOnly.Never("support.no-files", Set.of(UPLOAD)),
          new ReadOnly.Never("support.replicates-zfs-only", Set.of(REPLICATE)));

  // Plain, mirrored and raid volumes: what holds data by itself.
  private static final String DATA_TYPES = "-mMrR";

  @Override
  public Schema schema() {
    return Schemas.of(StorageType.LVM);
  }

  @Override
  public List<HostTool> tools() {
    return List.of(Lvm.VGS, Lvm.LVS);
  }

  @Override
  public Support supports(Feature feature, Pool pool, @Nullable VolumeName volume) {
    return ReadOnly.supports(feature, pool, NEVER);
  }

  private static String group(Pool pool) {
    return pool.get(Properties.VGNAME).orElse("");
  }

  @Override
  public Probe<PoolStatus> status(Pool pool) {
    Exec ask = Lvm.groups();
    return Probe.of(ask, answer -> Lvm.groups(ask, answer).map(all -> status(pool, all)));
  }

  private static PoolStatus status(Pool pool, List<Lvm.VolumeGroup> all) {
    return all.stream()
        .filter(g -> g.name().equals(group(pool)))
        .findFirst()
        .map(g -> PoolStatus.active(g.size(), Math.max(0, g.size() - g.free()), g.free()))
        .orElseGet(() -> PoolStatus.inactive("problem.volume-group-missing", group(pool)));
  }

  @Override
  public Probe<Change> activation(Pool pool) {
    return ReadOnly.activation(status(pool));
  }

  @Override
  public Probe<List<Volume>> list(Pool pool, Set<ContentType> wanted) {
    if (!ReadOnly.wantsDisks(wanted)) {
      return ReadOnly.nothing();
    }
    Exec ask = Lvm.volumes(group(pool));
    return Probe.of(
        ask,
        answer ->
            Lvm.lacksGroup(answer, group(pool))
                ? Reading.failed("problem.volume-group-missing", group(pool))
                : Lvm.volumes(ask, answer).map(all -> volumes(pool, all)));
  }

  private static List<Volume> volumes(Pool pool, List<LogicalVolume> all) {
    boolean taggedOnly = pool.get(Properties.TAGGED_ONLY).orElse(false);
    return all.stream()
        .filter(v -> DATA_TYPES.indexOf(v.type()) >= 0)
        .filter(v -> !taggedOnly || v.tags().stream().anyMatch(t -> t.matches("pve-vm-\\d+")))
        .flatMap(v -> volume(pool, v).stream())
        .toList();
  }

  private static Optional<Volume> volume(Pool pool, LogicalVolume volume) {
    return VolumeNames.read(StorageType.LVM, volume.name())
        .map(name ->
            new Volume(
                new VolumeId(pool.id(), volume.name()),
                ContentType.IMAGES,
                name.format(),
                name.owner(),
                new Volume.Space(volume.size(), null),
                new Volume.Extra(null, volume.created(), null, null, false)));
  }

  @Override
  public VolumeName parse(String name) throws InvalidException {
    return VolumeNames.parse(StorageType.LVM, name);
  }

  @Override
  public String path(Pool pool, String name, @Nullable String snapshot) throws InvalidException {
    if (snapshot != null) {
      throw ReadOnly.noSnapshotPath(pool);
    }
    return "/dev/" + group(pool) + "/" + parse(name).name();
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
