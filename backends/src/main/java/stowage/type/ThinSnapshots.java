package stowage.type;

import static stowage.type.ThinVolumes.group;

import java.util.List;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.Probe;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.tool.Lvm;
import stowage.volume.Volume;
import stowage.volume.VolumeNames;

/** Snapshots that are logical volumes beside the one they were taken of. */
final class ThinSnapshots implements Snapshots {

  @Override
  public Probe<List<Snapshot>> list(Pool pool, Volume volume) {
    return ThinVolumes.ask(pool).map(all -> all.snapshots(volume.id().name()));
  }

  @Override
  public Change create(Pool pool, Volume volume, String name) throws InvalidException {
    SnapshotNames.checkNew(name);
    String of = volume.id().name();
    GuestVolumes.refuseTemplate(
        VolumeNames.parse(StorageType.LVMTHIN, of), "support.template-no-snapshot");
    String snapshot = ThinNames.snapshot(of, name);
    ThinNames.checkLength(snapshot, "snapshot");
    Guard free = Lvm.absent(Message.of("problem.snapshot-exists", name, of), group(pool), snapshot);
    Step create =
        Step.of(
                Message.of("step.snapshot-create", name, of),
                Lvm.snapshot(group(pool), of, snapshot))
            .undoneBy(Lvm.remove(group(pool), snapshot));
    return new Change(List.of(free), List.of(create));
  }

  /**
   * Proxmox VE removes the volume and then makes it anew from the snapshot: if the second step
   * fails, or the host stops in between, the volume is gone. Here it is first put aside under
   * another name and removed last, so that every failure leads back to where it was. What is there
   * in the end is the same.
   */
  @Override
  public Change rollback(Pool pool, Volume volume, String name, List<Snapshot> existing)
      throws InvalidException {
    String of = volume.id().name();
    SnapshotNames.find(name, of, existing);
    GuestVolumes.refuseTemplate(
        VolumeNames.parse(StorageType.LVMTHIN, of), "support.template-no-snapshot");
    String snapshot = ThinNames.snapshot(of, name);
    String aside = ThinNames.aside(of);
    ThinNames.checkLength(aside, "volume");
    String in = group(pool);
    List<Guard> guards =
        List.of(
            Lvm.present(Message.of("problem.snapshot-missing", name, of), in, snapshot),
            Lvm.unused(Message.of("problem.volume-open", of), in, of));
    Exec back = Lvm.rename(in, aside, of);
    return new Change(
        guards,
        List.of(
            Step.of(Message.of("step.thin-aside", of, aside), Lvm.rename(in, of, aside))
                .undoneBy(back),
            Step.of(Message.of("step.thin-from-snapshot", of, name), Lvm.copyOf(in, snapshot, of))
                .undoneBy(Lvm.remove(in, of)),
            Step.of(Message.of("step.thin-remove-aside", of), Lvm.remove(in, aside))
                .irreversible()));
  }

  @Override
  public Change delete(Pool pool, Volume volume, String name, List<Snapshot> existing)
      throws InvalidException {
    String of = volume.id().name();
    SnapshotNames.find(name, of, existing);
    return Change.of(
        Step.of(
                Message.of("step.snapshot-delete", name, of),
                Lvm.remove(group(pool), ThinNames.snapshot(of, name)))
            .irreversible());
  }
}
