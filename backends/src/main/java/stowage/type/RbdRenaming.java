package stowage.type;

import java.util.List;
import stowage.config.StorageType;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.tool.Rbd;
import stowage.volume.ImageFormat;
import stowage.volume.Size;
import stowage.volume.Volume;
import stowage.volume.VolumeId;
import stowage.volume.VolumeName;
import stowage.volume.VolumeNames;

/** Gives images another name. A linked clone keeps that of its template in front. */
final class RbdRenaming implements Renaming {

  @Override
  public Provisioning.Allocation rename(
      Pool pool, Volume volume, Naming wanted, List<Snapshot> snapshots, List<Volume> existing)
      throws InvalidException {
    String id = volume.id().name();
    VolumeName name = VolumeNames.parse(StorageType.RBD, id);
    GuestVolumes.refuseTemplate(name, "support.template-no-rename");
    String from = name.name();
    String to =
        NewVolume.name(
            pool,
            new Provisioning.Order(wanted.owner(), wanted.name(), ImageFormat.RAW, Size.ZERO),
            ImageFormat.RAW,
            existing);
    Rbd rbd = RbdVolumes.rbd(pool);
    return new Provisioning.Allocation(
        new VolumeId(pool.id(), id.substring(0, id.length() - from.length()) + to),
        new Change(
            List.of(RbdVolumes.idle(pool, from)),
            List.of(
                Step.of(Message.of("step.volume-rename", from, to), rbd.rename(from, to))
                    .undoneBy(rbd.rename(to, from)))));
  }
}
