package stowage.type;

import static stowage.type.ZfsPoolBackend.dataset;

import java.util.ArrayList;
import java.util.List;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.Probe;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.tool.Zfs;
import stowage.tool.ZfsReport;
import stowage.volume.Volume;
import stowage.volume.VolumeName;
import stowage.volume.VolumeNames;

/** Snapshots of ZFS datasets: only the newest can be gone back to. */
final class ZfsSnapshots implements Snapshots {

  @Override
  public Probe<List<Snapshot>> list(Pool pool, Volume volume) {
    Exec ask = ZfsReport.snapshots(dataset(pool) + "/" + NewVolume.leaf(volume));
    return Probe.of(
        ask, answer -> ZfsReport.snapshots(ask, answer).map(ZfsSnapshots::withBlockers));
  }

  /**
   * @param taken the oldest first
   */
  private static List<Snapshot> withBlockers(List<ZfsReport.Taken> taken) {
    List<String> names = taken.stream().map(ZfsReport.Taken::name).toList();
    List<Snapshot> snapshots = new ArrayList<>();
    for (int i = 0; i < taken.size(); i++) {
      snapshots.add(
          new Snapshot(names.get(i), taken.get(i).created(), names.subList(i + 1, names.size())));
    }
    return snapshots;
  }

  @Override
  public Change create(Pool pool, Volume volume, String name) throws InvalidException {
    SnapshotNames.checkNew(name);
    VolumeName of = VolumeNames.parse(StorageType.ZFSPOOL, volume.id().name());
    GuestVolumes.refuseTemplate(of, "support.template-no-snapshot");
    String full = dataset(pool) + "/" + of.name();
    Guard free =
        Zfs.absent(Message.of("problem.snapshot-exists", name, of.name()), full + "@" + name);
    Step create =
        Step.of(Message.of("step.snapshot-create", name, of.name()), Zfs.snapshot(full, name))
            .undoneBy(Zfs.destroySnapshot(full, name));
    return new Change(List.of(free), List.of(create));
  }

  /** ZFS itself refuses when a newer snapshot has appeared since. */
  @Override
  public Change rollback(Pool pool, Volume volume, String name, List<Snapshot> existing)
      throws InvalidException {
    VolumeName of = VolumeNames.parse(StorageType.ZFSPOOL, volume.id().name());
    GuestVolumes.refuseTemplate(of, "support.template-no-snapshot");
    Snapshot snapshot = SnapshotNames.find(name, of.name(), existing);
    if (!snapshot.blockers().isEmpty()) {
      throw new InvalidException(
          "snapshot",
          "problem.snapshot-not-newest",
          name,
          of.name(),
          String.join(", ", snapshot.blockers()));
    }
    String full = dataset(pool) + "/" + of.name();
    List<Step> steps = new ArrayList<>();
    steps.add(
        Step.of(Message.of("step.snapshot-rollback", of.name(), name), Zfs.rollback(full, name))
            .irreversible());
    if (of.format().equals("subvol")) {
      // A mount that was there before would go on showing what has been taken back.
      steps.add(
          Step.of(Message.of("step.zfs-unmount", of.name()), Zfs.unmount(full))
              .forgiving(new Step.Leniency(List.of(Zfs.NOT_MOUNTED), List.of(), 1, true)));
    }
    return new Change(List.of(), steps);
  }

  @Override
  public Change delete(Pool pool, Volume volume, String name, List<Snapshot> existing)
      throws InvalidException {
    VolumeName of = VolumeNames.parse(StorageType.ZFSPOOL, volume.id().name());
    SnapshotNames.find(name, of.name(), existing);
    return Change.of(
        Step.of(
                Message.of("step.snapshot-delete", name, of.name()),
                Zfs.destroySnapshot(dataset(pool) + "/" + of.name(), name))
            .irreversible());
  }
}
