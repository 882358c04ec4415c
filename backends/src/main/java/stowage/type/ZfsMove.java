package stowage.type;

import static stowage.type.ZfsPoolBackend.dataset;

import java.util.List;
import stowage.exec.Guard;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.tool.Zfs;
import stowage.volume.Volume;
import stowage.volume.VolumeId;
import stowage.volume.VolumeName;

/**
 * A dataset on its way to another name; its snapshots go with it.
 *
 * @param made the volume afterwards; a linked clone stays one
 */
record ZfsMove(Pool pool, String from, String to, VolumeId made) {
  // A device is still busy for a moment after udev or a guest has looked at it.
  private static final Step.Leniency RETRIED =
      new Step.Leniency(List.of(), List.of(Zfs.BUSY), 6, false);

  static ZfsMove of(Pool pool, VolumeName volume, String to, List<Volume> existing)
      throws InvalidException {
    if (existing.stream().anyMatch(v -> NewVolume.leaf(v).equals(to))) {
      throw new InvalidException("name", "problem.volume-exists", to, pool.id().text());
    }
    String base = volume.origin().map(b -> b.name() + "/").orElse("");
    return new ZfsMove(pool, volume.name(), to, new VolumeId(pool.id(), base + to));
  }

  List<Guard> guards() {
    return List.of(
        Zfs.absent(
            Message.of("problem.volume-exists", to, pool.id().text()), dataset(pool) + "/" + to));
  }

  Step step() {
    String home = dataset(pool) + "/";
    return Step.of(Message.of("step.volume-rename", from, to), Zfs.rename(home + from, home + to))
        .undoneBy(Zfs.rename(home + to, home + from))
        .forgiving(RETRIED);
  }
}
