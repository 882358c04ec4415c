package stowage.type;

import java.util.List;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.schema.Problem;
import stowage.tool.QemuImg;
import stowage.volume.Volume;

/**
 * Snapshots inside qcow2 files. For guests that are off: {@code qemu-img} refuses an image that a
 * running guest has locked.
 *
 * @param volumes names and paths of the pool type
 */
record QcowSnapshots(FileVolumes volumes) implements Snapshots {

  @Override
  public Probe<List<Snapshot>> list(Pool pool, Volume volume) {
    String path;
    try {
      path = image(Feature.ROLLBACK, pool, volume);
    } catch (InvalidException e) {
      return Probe.constant(new Reading.Failed<>(e.problems().getFirst().said()));
    }
    Exec info = QemuImg.info(path);
    return Probe.of(info, answer -> QemuImg.snapshots(info, answer))
        .map(found ->
            found.stream().map(s -> new Snapshot(s.name(), s.created(), List.of())).toList());
  }

  @Override
  public Change create(Pool pool, Volume volume, String name) throws InvalidException {
    String path = image(Feature.SNAPSHOT, pool, volume);
    SnapshotNames.checkNew(name);
    String of = volume.id().name();
    // qemu-img itself would make a second one of the same name.
    Guard fresh =
        Guard.status(
            Message.of("problem.snapshot-exists", name, of), QemuImg.hasSnapshot(path, name), 1);
    Step step =
        Step.of(Message.of("step.snapshot-create", name, of), QemuImg.snapshot(path, name))
            .undoneBy(QemuImg.deleteSnapshot(path, name));
    return new Change(List.of(fresh), List.of(step));
  }

  @Override
  public Change rollback(Pool pool, Volume volume, String name, List<Snapshot> existing)
      throws InvalidException {
    String path = image(Feature.ROLLBACK, pool, volume);
    String of = volume.id().name();
    SnapshotNames.find(name, of, existing);
    Step step =
        Step.of(Message.of("step.snapshot-rollback", of, name), QemuImg.rollback(path, name));
    return onExisting(path, of, name, step);
  }

  @Override
  public Change delete(Pool pool, Volume volume, String name, List<Snapshot> existing)
      throws InvalidException {
    String path = image(Feature.SNAPSHOT, pool, volume);
    String of = volume.id().name();
    SnapshotNames.find(name, of, existing);
    Step step =
        Step.of(Message.of("step.snapshot-delete", name, of), QemuImg.deleteSnapshot(path, name));
    return onExisting(path, of, name, step);
  }

  private static Change onExisting(String path, String of, String name, Step step) {
    Message missing = Message.of("problem.snapshot-missing", name, of);
    return new Change(
        List.of(Guard.status(missing, QemuImg.hasSnapshot(path, name), 0)),
        List.of(step.irreversible()));
  }

  private String image(Feature feature, Pool pool, Volume volume) throws InvalidException {
    String name = volume.id().name();
    if (FileAbilities.of(feature, pool, volumes.parse(name)) instanceof Support.No(Message why)) {
      throw new InvalidException(List.of(new Problem("volume", why)));
    }
    return volumes.path(pool, name, null);
  }
}
