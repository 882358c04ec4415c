package stowage.type;

import java.util.List;
import stowage.config.StorageType;
import stowage.schema.InvalidException;
import stowage.volume.ImageFormat;
import stowage.volume.Volume;
import stowage.volume.VolumeName;
import stowage.volume.VolumeNames;

/** Another name for a thin volume without snapshots. */
final class ThinRenaming implements Renaming {

  @Override
  public Provisioning.Allocation rename(
      Pool pool, Volume volume, Naming wanted, List<Snapshot> snapshots, List<Volume> existing)
      throws InvalidException {
    VolumeName name = VolumeNames.parse(StorageType.LVMTHIN, volume.id().name());
    GuestVolumes.refuseTemplate(name, "support.template-no-rename");
    ThinMove.refuseSnapshots(name, snapshots);
    String to = NewVolume.name(pool, wanted, ImageFormat.RAW, existing);
    ThinMove move = ThinMove.of(pool, name.name(), to, existing);
    return new Provisioning.Allocation(
        move.made(), new Change(move.guards(), List.of(move.step())));
  }
}
