package stowage.type;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.schema.Properties;
import stowage.tool.LvmReport;
import stowage.tool.LvmReport.LogicalVolume;
import stowage.volume.ContentType;
import stowage.volume.Volume;
import stowage.volume.VolumeId;
import stowage.volume.VolumeName;
import stowage.volume.VolumeNames;

/**
 * What a volume group holds, seen from one of its thin pools.
 *
 * @param all every logical volume of the group
 */
record ThinVolumes(Pool pool, List<LogicalVolume> all) {

  static String group(Pool pool) {
    return pool.get(Properties.VGNAME).orElse("");
  }

  static String thinPool(Pool pool) {
    return pool.get(Properties.THINPOOL).orElse("");
  }

  static Probe<ThinVolumes> ask(Pool pool) {
    Exec ask = LvmReport.volumes(group(pool));
    return Probe.of(ask, answer -> read(pool, ask, answer));
  }

  private static Reading<ThinVolumes> read(Pool pool, Exec asked, Result answer) {
    return LvmReport.lacksGroup(answer, group(pool))
        ? Reading.failed("problem.volume-group-missing", group(pool))
        : LvmReport.volumes(asked, answer).map(all -> new ThinVolumes(pool, all));
  }

  /** The pool's guest volumes and templates. */
  List<Volume> own() {
    Map<String, Integer> snapshots = new HashMap<>();
    Set<String> names = names();
    for (String name : names) {
      ThinNames.snap(name, names).ifPresent(s -> snapshots.merge(s.volume(), 1, Integer::sum));
    }
    return all.stream()
        .filter(v -> v.type() == 'V' && v.pool().equals(thinPool(pool)))
        .filter(v -> ThinNames.isVolume(v.name()))
        .map(v -> volume(v, snapshots.getOrDefault(v.name(), 0)))
        .toList();
  }

  /** All of the group: snapshots and other pools' volumes take names too. */
  List<Volume> taken() {
    return all.stream().map(v -> volume(v, null)).toList();
  }

  private Volume volume(LogicalVolume v, @Nullable Integer snapshots) {
    return new Volume(
        new VolumeId(pool.id(), v.name()),
        ContentType.IMAGES,
        "raw",
        VolumeNames.read(StorageType.LVMTHIN, v.name()).flatMap(VolumeName::guest).orElse(null),
        new Volume.Space(v.size(), v.used().orElse(null)),
        new Volume.Extra(parent(v), v.created(), snapshots, null, false));
  }

  /** LVM also names the snapshot that a volume was last rolled back to; that is no parent. */
  private static @Nullable String parent(LogicalVolume volume) {
    boolean own = volume.origin().startsWith(ThinNames.snapshot(volume.name(), ""));
    return own || volume.origin().isEmpty() ? null : volume.origin();
  }

  /** Snapshots of a volume, the newest last. */
  List<Snapshot> snapshots(String volume) {
    Set<String> names = names();
    return all.stream()
        .sorted(Comparator.comparing(v -> v.created() == null ? Instant.MAX : v.created()))
        .flatMap(v ->
            ThinNames.snap(v.name(), names)
                .filter(s -> s.volume().equals(volume))
                .map(s -> new Snapshot(s.snapshot(), v.created(), List.of()))
                .stream())
        .toList();
  }

  private Set<String> names() {
    return all.stream().map(LogicalVolume::name).collect(Collectors.toSet());
  }
}
