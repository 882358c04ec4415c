package stowage.type;

import java.util.List;
import stowage.schema.InvalidException;
import stowage.volume.ImageFormat;
import stowage.volume.Volume;
import stowage.volume.VolumeName;

/**
 * Images get another name, perhaps in another guest's directory. The old directory stays.
 *
 * @param volumes names and paths of the pool type
 */
record FileRenaming(FileVolumes volumes) implements Renaming {

  @Override
  public Provisioning.Allocation rename(
      Pool pool, Volume volume, Naming wanted, List<Snapshot> snapshots, List<Volume> existing)
      throws InvalidException {
    VolumeName name = volumes.parse(volume.id().name());
    GuestVolumes.refuseTemplate(name, "support.template-no-rename");
    ImageFormat format = FileMove.format(volume, name);
    FileMove.refuseChain(pool, volume, name);
    String below = volume.extra().parent();
    if (below == null || !below.startsWith("/")) {
      FileMove.refuseLayer("problem.rename-layer", volume, name);
    }
    FileMove move =
        FileMove.of(volumes, pool, volume, FileOrder.place(pool, wanted, format, existing));
    return new Provisioning.Allocation(
        move.made(),
        new Change(move.guards(), List.of(FileMove.directory(move.to()), move.step())));
  }
}
