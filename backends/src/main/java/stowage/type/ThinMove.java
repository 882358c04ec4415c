package stowage.type;

import static stowage.type.ThinVolumes.group;

import java.util.List;
import java.util.stream.Collectors;
import stowage.exec.Guard;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.tool.Lvm;
import stowage.volume.Volume;
import stowage.volume.VolumeId;
import stowage.volume.VolumeName;

/** A thin volume on its way to another name. */
record ThinMove(Pool pool, String from, String to) {

  static ThinMove of(Pool pool, String from, String to, List<Volume> existing)
      throws InvalidException {
    ThinNames.checkLength(to, "name");
    if (existing.stream().anyMatch(v -> v.id().name().equals(to))) {
      throw new InvalidException("name", "problem.volume-exists", to, pool.id().text());
    }
    return new ThinMove(pool, from, to);
  }

  /** They are volumes of their own, called after this one, and would lose it. */
  static void refuseSnapshots(VolumeName volume, List<Snapshot> snapshots) throws InvalidException {
    if (!snapshots.isEmpty()) {
      throw new InvalidException(
          "volume",
          "problem.volume-has-these-snapshots",
          volume.name(),
          snapshots.stream().map(Snapshot::name).collect(Collectors.joining(", ")));
    }
  }

  VolumeId made() {
    return new VolumeId(pool.id(), to);
  }

  List<Guard> guards() {
    return List.of(
        Lvm.absent(Message.of("problem.volume-exists", to, pool.id().text()), group(pool), to),
        Lvm.unused(Message.of("problem.volume-open", from), group(pool), from));
  }

  Step step() {
    return Step.of(Message.of("step.volume-rename", from, to), Lvm.rename(group(pool), from, to))
        .undoneBy(Lvm.rename(group(pool), to, from));
  }
}
