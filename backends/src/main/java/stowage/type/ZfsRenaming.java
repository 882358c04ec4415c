package stowage.type;

import java.util.List;
import stowage.config.StorageType;
import stowage.schema.InvalidException;
import stowage.volume.ImageFormat;
import stowage.volume.Volume;
import stowage.volume.VolumeName;
import stowage.volume.VolumeNames;

/** Another name for a dataset. */
final class ZfsRenaming implements Renaming {

  @Override
  public Provisioning.Allocation rename(
      Pool pool, Volume volume, Naming wanted, List<Snapshot> snapshots, List<Volume> existing)
      throws InvalidException {
    VolumeName name = VolumeNames.parse(StorageType.ZFSPOOL, volume.id().name());
    GuestVolumes.refuseTemplate(name, "support.template-no-rename");
    boolean subvol = name.format().equals("subvol");
    String to =
        NewVolume.name(pool, wanted, subvol ? ImageFormat.SUBVOL : ImageFormat.RAW, existing);
    ZfsMove move = ZfsMove.of(pool, name, to, existing);
    return new Provisioning.Allocation(
        move.made(), new Change(move.guards(), List.of(move.step())));
  }
}
