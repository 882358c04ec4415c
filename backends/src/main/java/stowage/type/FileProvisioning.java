package stowage.type;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.schema.Problem;
import stowage.schema.Properties;
import stowage.tool.QemuImg;
import stowage.volume.BackupArchive;
import stowage.volume.ContentType;
import stowage.volume.ImageFormat;
import stowage.volume.Size;
import stowage.volume.Volume;
import stowage.volume.VolumeId;
import stowage.volume.VolumeName;
import stowage.volume.VolumeNames;

/**
 * Guest images as files, and the removal of every kind of file.
 *
 * @param volumes names and paths of the pool type
 */
record FileProvisioning(FileVolumes volumes) implements Provisioning {
  private static final long UNIT = 1024;

  @Override
  public Allocation allocate(Pool pool, Order order, List<Volume> existing)
      throws InvalidException {
    FileOrder checked = FileOrder.check(volumes, pool, order, existing);
    VolumeId made = checked.made();
    String path = volumes.path(pool, made.name(), null);
    Message taken = Message.of("problem.volume-exists", made.name(), pool.id().text());
    return new Allocation(
        made, new Change(List.of(absent(taken, path)), steps(pool, checked, path)));
  }

  private static List<Step> steps(Pool pool, FileOrder order, String path) {
    String directory = parent(path);
    Exec remove = changes("/usr/bin/rm", "-f", "--", path);
    Exec leave = changes("/usr/bin/rmdir", "--ignore-fail-on-non-empty", "--", directory);
    // Only root looks into a guest's directory; what is made there is for its group to read.
    Step enter =
        Step.of(
                Message.of("step.make-directory", directory),
                changes("/usr/bin/mkdir", "-p", "-m", "0740", "--", directory))
            .undoneBy(leave);
    Message title = Message.of("step.volume-create", order.made().name(), pool.id().text());
    if (order.format() == ImageFormat.SUBVOL) {
      Exec make = changes("/usr/bin/mkdir", "-m", "0755", "--", path);
      Exec unmake = changes("/usr/bin/rmdir", "--", path);
      return List.of(enter, Step.of(title, make).undoneBy(unmake));
    }
    Exec create =
        QemuImg.create(
            order.format(), preallocation(pool, order.format()), path, order.size().inKib());
    return List.of(
        enter,
        // A failing qemu-img can leave a part of the image behind.
        Step.of(title, create).undoneEvenHalfwayBy(remove),
        mode(path));
  }

  /** For its group to read, as the directory. */
  static Step mode(String path) {
    return Step.of(Message.of("step.set-mode", path), changes("/usr/bin/chmod", "0640", "--", path))
        .forgiving(Step.Leniency.OPTIONAL);
  }

  /** Raw files have no metadata to write beforehand; vmdk knows no preallocation. */
  private static String preallocation(Pool pool, ImageFormat format) {
    String wanted = pool.get(Properties.PREALLOCATION).orElse("metadata");
    return switch (format) {
      case QCOW2 -> wanted;
      case RAW -> wanted.equals("metadata") ? "off" : wanted;
      case VMDK, SUBVOL -> "";
    };
  }

  @Override
  public Change free(Pool pool, Volume volume, List<Volume> existing) throws InvalidException {
    VolumeName name = volumes.parse(volume.id().name());
    String path = volumes.path(pool, volume.id().name(), null);
    return name.content() == ContentType.IMAGES
        ? freeImage(pool, volume, name, path, existing)
        : freeFile(volume, name, path);
  }

  private Change freeImage(
      Pool pool, Volume volume, VolumeName name, String path, List<Volume> existing)
      throws InvalidException {
    if (name.template()) {
      List<String> clones = new ArrayList<>();
      for (Volume other : existing) {
        if (isCloneOf(name, other)) {
          clones.add(other.id().toString());
        }
      }
      if (!clones.isEmpty()) {
        throw new InvalidException(
            "volume",
            "problem.volume-has-clones",
            volume.id().toString(),
            String.join(", ", clones));
      }
    }
    List<Step> steps = new ArrayList<>();
    if (name.template()) {
      steps.add(
          Step.of(
                  Message.of("step.make-mutable", volume.id().toString()),
                  changes("/usr/bin/chattr", "-i", "--", path))
              .forgiving(Step.Leniency.OPTIONAL));
    }
    steps.add(name.format().equals("subvol") ? removeTree(volume, path) : removeFile(volume, path));
    if (FileVolumes.isChained(pool)) {
      steps.add(removeChain(volume, path));
    }
    steps.add(
        Step.of(
                Message.of("step.leave-directory", parent(path)),
                changes("/usr/bin/rmdir", "--ignore-fail-on-non-empty", "--", parent(path)))
            .forgiving(Step.Leniency.OPTIONAL));
    return new Change(List.of(), steps);
  }

  private boolean isCloneOf(VolumeName template, Volume other) {
    Optional<VolumeName.Base> base =
        VolumeNames.read(volumes.schema().type(), other.id().name()).flatMap(VolumeName::origin);
    return base.isPresent()
        && base.get().name().equals(template.name())
        && base.get().owner().equals(template.owner());
  }

  private static Change freeFile(Volume volume, VolumeName name, String path)
      throws InvalidException {
    if (name.content() != ContentType.BACKUP) {
      return Change.of(removeFile(volume, path));
    }
    Message isProtected = Message.of("problem.volume-protected", volume.id().toString());
    if (volume.extra().isProtected()) {
      throw new InvalidException(List.of(new Problem("volume", isProtected)));
    }
    List<Step> steps = new ArrayList<>(List.of(removeFile(volume, path)));
    List<String> side = sideFiles(name.name(), parent(path));
    if (!side.isEmpty()) {
      steps.add(
          Step.of(
                  Message.of("step.remove-side-files", volume.id().toString()),
                  changes("/usr/bin/rm", "-f", "--").and(side))
              .irreversible());
    }
    return new Change(
        List.of(absent(isProtected, parent(path) + "/" + name.name() + ".protected")), steps);
  }

  /** Log and notes; only a name that a backup job gave tells what belongs to it. */
  private static List<String> sideFiles(String file, String directory) {
    return BackupArchive.parse(file, ZoneOffset.UTC).filter(BackupArchive::standard).stream()
        .flatMap(a -> Stream.of(a.logFile(), a.notesFile()))
        .map(f -> directory + "/" + f)
        .toList();
  }

  /** A file that is gone already counts as removed; the program's words stay in the journal. */
  private static Step removeFile(Volume volume, String path) {
    return Step.of(removal(volume), changes("/usr/bin/rm", "--", path))
        .irreversible()
        .forgiving(Step.Leniency.ignoring("No such file or directory"));
  }

  private static Step removeTree(Volume volume, String path) {
    return Step.of(
            removal(volume),
            changes("/usr/bin/rm", "-r", "--one-file-system", "--interactive=never", "--", path))
        .irreversible()
        .forgiving(Step.Leniency.ignoring("No such file or directory"));
  }

  /** The files that hold the snapshots of a volume whose snapshots are files of their own. */
  private static Step removeChain(Volume volume, String path) {
    SnapshotFiles files = new SnapshotFiles(path);
    return Step.of(
            Message.of("step.remove-chain", volume.id().toString()),
            changes("/usr/bin/find", files.directory(), "-maxdepth", "1", "-type", "f")
                .and("-name", files.pattern(), "-delete"))
        .irreversible();
  }

  @Override
  public Change resize(Pool pool, Volume volume, Size size) throws InvalidException {
    VolumeName name = volumes.parse(volume.id().name());
    if (FileAbilities.of(Feature.RESIZE, pool, name) instanceof Support.No(Message why)) {
      throw new InvalidException(List.of(new Problem("volume", why)));
    }
    if (volume.format().equals("invalid")) {
      throw new InvalidException(
          "volume", "problem.image-invalid", volume.id().toString(), name.format());
    }
    long wanted = NewVolume.larger(volume, size, UNIT).bytes();
    ImageFormat format = ImageFormat.of(name.format()).orElseThrow();
    String path = volumes.path(pool, volume.id().name(), null);
    return Change.of(
        Step.of(
                Message.of("step.volume-resize", volume.id().name(), wanted),
                QemuImg.resize(format, path, wanted))
            .irreversible());
  }

  private static Message removal(Volume volume) {
    return Message.of("step.volume-remove", volume.id().name(), volume.id().storage().text());
  }

  private static Guard absent(Message otherwise, String path) {
    return Guard.status(otherwise, Exec.reads("/usr/bin/stat", "-c", "%F", "--", path).asRoot(), 1);
  }

  private static Exec changes(String... words) {
    return Exec.changes(words).asRoot();
  }

  private static String parent(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }
}
