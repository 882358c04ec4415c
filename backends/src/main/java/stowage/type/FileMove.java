package stowage.type;

import java.util.List;
import java.util.Optional;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.tool.QemuImg;
import stowage.volume.ContentType;
import stowage.volume.ImageFormat;
import stowage.volume.Volume;
import stowage.volume.VolumeId;
import stowage.volume.VolumeName;

/**
 * An image on its way to another name. Layers name what they lie on relative to their own
 * directory, so they may move from one guest's directory to another's.
 *
 * @param made the volume afterwards; a linked clone stays one
 * @param guards nothing is there yet, and no guest runs on the image
 */
record FileMove(VolumeId made, String from, String to, List<Guard> guards) {
  FileMove {
    guards = List.copyOf(guards);
  }

  /**
   * @param place owner's directory and file name
   */
  static FileMove of(FileVolumes volumes, Pool pool, Volume volume, String place)
      throws InvalidException {
    VolumeName name = volumes.parse(volume.id().name());
    ImageFormat format = format(volume, name);
    refuseChain(pool, volume, name);
    String base = name.origin().map(b -> b.owner() + "/" + b.name() + "/").orElse("");
    VolumeId made = new VolumeId(pool.id(), base + place);
    String from = volumes.path(pool, volume.id().name(), null);
    String to = volumes.path(pool, made.name(), null);
    return new FileMove(
        made,
        from,
        to,
        List.of(
            absent(Message.of("problem.volume-exists", place, pool.id().text()), to),
            QemuImg.unused(Message.of("problem.volume-open", volume.id().name()), format, from)));
  }

  Step step() {
    return step(from, to);
  }

  static Step step(String from, String to) {
    return Step.of(Message.of("step.volume-rename", name(from), name(to)), move(from, to))
        .undoneBy(move(to, from));
  }

  /** A running guest is noticed by the lock that it holds on its image. */
  static Access access(VolumeName volume, String path) {
    Optional<ImageFormat> format = ImageFormat.of(volume.format());
    if (volume.content() != ContentType.IMAGES || volume.template() || format.isEmpty()) {
      return Access.at(path);
    }
    Message open = Message.of("problem.volume-open", volume.name());
    return new Access(
        path, List.of(QemuImg.unused(open, format.get(), path)), List.of(), List.of());
  }

  /** Makes the directory of a path, for others to look into as Proxmox VE leaves it. */
  static Step directory(String path) {
    String directory = path.substring(0, path.lastIndexOf('/'));
    return Step.of(
            Message.of("step.make-directory", directory),
            changes("/usr/bin/mkdir", "-p", "-m", "0755", "--", directory))
        .undoneBy(changes("/usr/bin/rmdir", "--ignore-fail-on-non-empty", "--", directory));
  }

  static Guard absent(Message otherwise, String path) {
    return Guard.status(otherwise, Exec.reads("/usr/bin/stat", "-c", "%F", "--", path).asRoot(), 1);
  }

  /** What the image really is; one that is not what its name says is left alone. */
  static ImageFormat format(Volume volume, VolumeName name) throws InvalidException {
    Optional<ImageFormat> format =
        ImageFormat.of(volume.format()).filter(f -> f.word().equals(name.format()));
    if (format.isEmpty()) {
      throw new InvalidException(
          "volume", "problem.image-invalid", volume.id().toString(), name.format());
    }
    return format.get();
  }

  /** The name says what a linked clone lies on; the file must say the same. */
  static void refuseOtherParent(Volume volume, VolumeName name) throws InvalidException {
    Optional<VolumeName.Base> base = name.origin();
    String stored = volume.extra().parent();
    if (base.isPresent()
        && !("../" + base.get().owner() + "/" + base.get().name()).equals(stored)) {
      throw new InvalidException("volume", "problem.parent-differs", volume.id().toString());
    }
  }

  /** What an image lies on stays where it is; only a template is found again from elsewhere. */
  static void refuseLayer(String key, Volume volume, VolumeName name) throws InvalidException {
    String parent = volume.extra().parent();
    if (parent != null && name.origin().isEmpty()) {
      throw new InvalidException("volume", key, name.name(), parent.isEmpty() ? "?" : parent);
    }
  }

  /** Where snapshots are files of their own, they are called after the volume. */
  static void refuseChain(Pool pool, Volume volume, VolumeName name) throws InvalidException {
    if (FileVolumes.isChained(pool) && hasChain(volume, name)) {
      throw new InvalidException("volume", "problem.volume-has-snapshots", name.name());
    }
  }

  /** Whether it lies on a snapshot of its own. */
  static boolean hasChain(Volume volume, VolumeName name) {
    String parent = volume.extra().parent();
    return parent != null && new SnapshotFiles(name.name()).snapshot(parent).isPresent();
  }

  private static Exec move(String from, String to) {
    return changes("/usr/bin/mv", "-T", "--", from, to);
  }

  private static Exec changes(String... words) {
    return Exec.changes(words).asRoot();
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
