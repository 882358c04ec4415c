package stowage.type;

import java.nio.charset.StandardCharsets;
import java.util.List;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.type.Transfer.Export;
import stowage.type.Transfer.Extent;
import stowage.volume.ContentType;
import stowage.volume.Size;
import stowage.volume.Volume;
import stowage.volume.VolumeId;
import stowage.volume.VolumeName;

/**
 * Files that are no images of guests, byte for byte: {@code raw+size} is the only form that Proxmox
 * VE 9 has for them. One that arrives is none before it is whole and looked at.
 *
 * @param volumes names and paths of the pool type
 */
record FileStream(FileVolumes volumes) {
  // No list shows it, and nothing that is uploaded in parts is called like that.
  private static final String PART = ".import.part";

  /** Whether a name is that of such a file; disks within an archive only come along with it. */
  static boolean isFile(VolumeName volume) {
    return Intake.CONTENTS.contains(volume.content()) && !volume.format().startsWith("ova+");
  }

  List<StreamFormat> exports(Extent extent) {
    return Streams.isWhole(extent) ? List.of(StreamFormat.RAW_SIZE) : List.of();
  }

  Export export(Pool pool, Volume volume) throws InvalidException {
    String path = volumes.path(pool, volume.id().name(), null);
    return new Export(Change.of(), Streams.copy(path), Change.of());
  }

  Provisioning.Allocation receive(Pool pool, VolumeName name, Size size, List<Volume> existing)
      throws InvalidException {
    FileIntake.requireContent(pool, name.content());
    FileIntake.requireName(name.content(), name.name());
    if (name.content() == ContentType.IMPORT && name.name().contains(" ")) {
      throw new InvalidException("name", "problem.import-blank", name.name());
    }
    int length = name.name().getBytes(StandardCharsets.UTF_8).length;
    if (length > FileIntake.LONGEST_NAME) {
      throw new InvalidException("name", "problem.too-long", length, FileIntake.LONGEST_NAME);
    }
    VolumeId made = FileIntake.volume(pool, name.content(), name.name());
    Message taken = Message.of("problem.volume-exists", made.name(), pool.id().text());
    if (existing.stream().anyMatch(v -> v.id().equals(made))) {
      throw new InvalidException("name", taken.key(), taken.args().toArray());
    }
    String path = volumes.path(pool, made.name(), null);
    String part = FileIntake.unseen(name.content(), name.name(), path) + PART;
    return new Provisioning.Allocation(
        made,
        new Change(
            List.of(missing(taken, path), missing(Message.of("problem.part-there", part), part)),
            steps(name, made, new Way(part, path), size)));
  }

  /** Where a file lies until it is complete, and then. */
  private record Way(String part, String path) {}

  private static List<Step> steps(VolumeName name, VolumeId made, Way way, Size size) {
    String part = way.part();
    // Whoever comes second fails here and takes nothing away.
    Step claim =
        Step.of(
                Message.of("step.receive-part", part),
                changes("/usr/bin/dd", "of=" + part, "count=0", "conv=excl", "status=none"))
            .undoneBy(changes("/usr/bin/rm", "-f", "--", part));
    Step fill =
        Streams.fill(
            name.name(),
            "/usr/bin/dd",
            "of=" + part,
            "bs=1M",
            "iflag=fullblock",
            "conv=nocreat,fsync",
            "status=none");
    return List.of(
        claim,
        fill,
        Step.of(
            Message.of("step.receive-check", made.toString(), size.bytes()),
            ImageCheck.whole(name, part, size)),
        Step.of(Message.of("step.set-mode", part), changes("/usr/bin/chmod", "0644", "--", part)),
        Step.of(
            Message.of("step.rename-file", made.toString()),
            changes("/usr/bin/mv", "-n", "-T", "--", part, way.path())),
        FileIntake.named(made, part));
  }

  private static Guard missing(Message otherwise, String path) {
    return Guard.status(otherwise, Exec.reads("/usr/bin/test", "!", "-e", path).asRoot(), 0);
  }

  private static Exec changes(String... words) {
    return Exec.changes(words).asRoot();
  }
}
