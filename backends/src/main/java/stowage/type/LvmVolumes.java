package stowage.type;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
 * What the volume group of a pool of plain volumes holds.
 *
 * @param all every logical volume of the group
 */
record LvmVolumes(Pool pool, List<LogicalVolume> all) {
  // Plain, mirrored and raid volumes: what holds data by itself.
  private static final String DATA_TYPES = "-mMrR";
  private static final String LEAVING = "del-";
  private static final String CHAIN = ".qcow2";

  static String group(Pool pool) {
    return pool.get(Properties.VGNAME).orElse("");
  }

  static Probe<LvmVolumes> ask(Pool pool) {
    Exec ask = LvmReport.volumes(group(pool));
    return Probe.of(ask, answer -> read(pool, ask, answer));
  }

  private static Reading<LvmVolumes> read(Pool pool, Exec asked, Result answer) {
    return LvmReport.lacksGroup(answer, group(pool))
        ? Reading.failed("problem.volume-group-missing", group(pool))
        : LvmReport.volumes(asked, answer).map(all -> new LvmVolumes(pool, all));
  }

  /** How LVM tells whose a volume is. */
  static String tag(String owner) {
    return "pve-vm-" + owner;
  }

  /** The name of a volume that is being overwritten before it is removed. */
  static String leaving(String name) {
    return LEAVING + name;
  }

  /** Whether the volume is one of those that keep snapshots as further volumes beneath them. */
  static boolean isChain(String name) {
    return name.endsWith(CHAIN);
  }

  /** The pool's guest volumes. */
  List<Volume> own() {
    boolean taggedOnly = pool.get(Properties.TAGGED_ONLY).orElse(false);
    return all.stream()
        .filter(v -> DATA_TYPES.indexOf(v.type()) >= 0)
        .filter(v -> !taggedOnly || v.tags().stream().anyMatch(t -> t.matches("pve-vm-\\d+")))
        .filter(v -> VolumeNames.read(StorageType.LVM, v.name()).isPresent())
        .map(this::volume)
        .toList();
  }

  /** Names of the pool's guest volumes that are devices of this host. */
  List<String> active() {
    Set<String> own = own().stream().map(v -> v.id().name()).collect(Collectors.toSet());
    return all.stream()
        .filter(v -> v.isActive() && own.contains(v.name()))
        .map(LogicalVolume::name)
        .toList();
  }

  /** All of the group: volumes of other pools and those that are being removed take names too. */
  List<Volume> taken() {
    return all.stream().map(this::volume).toList();
  }

  private Volume volume(LogicalVolume v) {
    Optional<VolumeName> name = VolumeNames.read(StorageType.LVM, v.name());
    return new Volume(
        new VolumeId(pool.id(), v.name()),
        ContentType.IMAGES,
        isChain(v.name()) ? "qcow2" : "raw",
        name.flatMap(VolumeName::guest).orElse(null),
        new Volume.Space(v.size(), null),
        new Volume.Extra(null, v.created(), null, null, false));
  }

  /** Volumes whose removal broke off. */
  List<String> left() {
    return all.stream().map(LogicalVolume::name).filter(n -> n.startsWith(LEAVING)).toList();
  }
}
