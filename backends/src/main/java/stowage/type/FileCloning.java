package stowage.type;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.tool.QemuImg;
import stowage.volume.ImageFormat;
import stowage.volume.Volume;
import stowage.volume.VolumeId;
import stowage.volume.VolumeName;

/**
 * Templates that are files nobody may write, and clones that are layers on them.
 *
 * @param volumes names and paths of the pool type
 */
record FileCloning(FileVolumes volumes) implements Cloning {

  @Override
  public Provisioning.Allocation template(
      Pool pool, Volume volume, List<Snapshot> snapshots, List<Volume> existing)
      throws InvalidException {
    VolumeName name = volumes.parse(volume.id().name());
    FileMove.refuseChain(pool, volume, name);
    FileMove.refuseOtherParent(volume, name);
    if (!name.name().startsWith("vm-")) {
      throw new InvalidException("volume", "problem.template-name", name.name());
    }
    String file = "base-" + name.name().substring("vm-".length());
    FileMove move = FileMove.of(volumes, pool, volume, name.guest().orElseThrow() + "/" + file);
    if (existing.stream().anyMatch(v -> v.id().equals(move.made()))) {
      throw new InvalidException(
          "volume", "problem.volume-exists", move.made().name(), pool.id().text());
    }
    String path = move.to();
    Step fix =
        Step.of(Message.of("step.make-read-only", path), changes("/usr/bin/chmod", "0444", path))
            // As a new image is made, should a stop come between.
            .undoneBy(changes("/usr/bin/chmod", "0640", path));
    // Not every file system knows the attribute.
    Step hold =
        Step.of(
                Message.of("step.make-immutable", path),
                changes("/usr/bin/chattr", "+i", "--", path))
            .forgiving(Step.Leniency.OPTIONAL);
    return new Provisioning.Allocation(
        move.made(), new Change(move.guards(), List.of(move.step(), fix, hold)));
  }

  @Override
  public Provisioning.Allocation clone(
      Pool pool, Volume source, @Nullable String snapshot, Naming wanted, List<Volume> existing)
      throws InvalidException {
    VolumeName base = volumes.parse(source.id().name());
    if (snapshot != null || !base.template()) {
      throw new InvalidException("volume", "support.clone-template-only");
    }
    ImageFormat format = FileMove.format(source, base);
    String place = FileOrder.place(pool, wanted, ImageFormat.QCOW2, existing);
    String template = base.guest().orElseThrow() + "/" + base.name();
    VolumeId made = new VolumeId(pool.id(), template + "/" + place);
    String path = volumes.path(pool, made.name(), null);
    Guard free =
        FileMove.absent(Message.of("problem.volume-exists", place, pool.id().text()), path);
    Step layer =
        Step.of(
                Message.of("step.volume-clone", place, base.name()),
                QemuImg.layer("../" + template, format, path))
            .undoneEvenHalfwayBy(changes("/usr/bin/rm", "-f", "--", path));
    return new Provisioning.Allocation(
        made, new Change(List.of(free), List.of(FileMove.directory(path), layer)));
  }

  private static Exec changes(String... words) {
    return Exec.changes(words).asRoot();
  }
}
