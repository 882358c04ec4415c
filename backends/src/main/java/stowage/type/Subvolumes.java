package stowage.type;

import java.util.List;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.schema.Schemas;
import stowage.tool.Btrfs;
import stowage.tool.QemuImg;
import stowage.volume.ContentType;
import stowage.volume.Volume;
import stowage.volume.VolumeName;

/** Where guest volumes lie on Btrfs, and the steps that all changes of them are made of. */
final class Subvolumes {
  static final FileVolumes FILES = new FileVolumes(Schemas.of(StorageType.BTRFS));
  static final String DISK = "/disk.raw";

  /** Between a volume's name and that of its snapshot. */
  static final char AT = '@';

  private static final String RAW = ".raw";

  private Subvolumes() {}

  /** Whether the volume is a subvolume; older pools also hold plain image files. */
  static boolean holds(VolumeName volume) {
    return volume.content() == ContentType.IMAGES
        && (volume.format().equals("raw") || volume.format().equals("subvol"));
  }

  static VolumeName parse(Volume volume) throws InvalidException {
    return FILES.parse(volume.id().name());
  }

  /** The subvolume of a volume. */
  static String place(Pool pool, String name) throws InvalidException {
    String file = FILES.path(pool, name, null);
    return file.endsWith(RAW) ? file.substring(0, file.length() - RAW.length()) : file;
  }

  static String snapshot(String place, String name) {
    return place + AT + name;
  }

  static String parent(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }

  /** A guest's directory; it goes again when nothing else came into it. */
  static Step enter(String directory) {
    return Step.of(
            Message.of("step.make-directory", directory),
            changes("/usr/bin/mkdir", "-p", "-m", "0740", "--", directory))
        .undoneBy(rmdir(directory));
  }

  static Step leave(String directory) {
    return Step.of(Message.of("step.leave-directory", directory), rmdir(directory))
        .forgiving(Step.Leniency.OPTIONAL);
  }

  static Step move(Message title, String from, String to) {
    return Step.of(title, mv(from, to)).undoneBy(mv(to, from));
  }

  static Step snapshot(Message title, String from, String to) {
    return Step.of(title, Btrfs.snapshot(from, to)).undoneBy(Btrfs.delete(List.of(to)));
  }

  /**
   * Puts the volume back to a snapshot. What it is now goes in the last step, once what takes its
   * place is there.
   */
  static List<Step> exchange(String id, String place, String snapshot) {
    // With a dot in their names, they are no volumes to anybody who lists.
    String fresh = place + ".tmp.stowage";
    String old = place + ".old.stowage";
    return List.of(
        snapshot(
            Message.of("step.snapshot-rollback", id, snapshot), snapshot(place, snapshot), fresh),
        move(Message.of("step.rollback-aside", id), place, old),
        move(Message.of("step.rollback-place", id), fresh, place),
        Step.of(Message.of("step.rollback-forget", id), Btrfs.delete(List.of(old))).irreversible());
  }

  static Guard absent(Message otherwise, String path) {
    return Guard.status(otherwise, there(path), 1);
  }

  static Guard present(Message otherwise, String path) {
    return Guard.status(otherwise, there(path), 0);
  }

  /** The hypervisor locks the images that its guests have open. */
  static List<Guard> unused(VolumeName volume, String place) {
    return volume.format().equals("raw")
        ? List.of(
            Guard.status(
                Message.of("problem.volume-open", volume.name()),
                QemuImg.openable(place + DISK),
                0))
        : List.of();
  }

  private static Exec there(String path) {
    return Exec.reads("/usr/bin/stat", "-c", "%F", "--", path).asRoot();
  }

  private static Exec mv(String from, String to) {
    return changes("/usr/bin/mv", "-T", "--", from, to);
  }

  private static Exec rmdir(String directory) {
    return changes("/usr/bin/rmdir", "--ignore-fail-on-non-empty", "--", directory);
  }

  static Exec changes(String... words) {
    return Exec.changes(words).asRoot();
  }
}
