package stowage.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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

/**
 * Makes, removes and grows images. Ceph itself refuses a name that is taken; asked before, another
 * one can be chosen.
 *
 * @param full pools of the cluster that take no more data
 */
record RbdProvisioning(Set<String> full) implements Provisioning {
  private static final long MIB = 1 << 20;

  @Override
  public Allocation allocate(Pool pool, Order order, List<Volume> existing)
      throws InvalidException {
    RbdVolumes.requireRoom(pool, full);
    ImageFormat format = GuestVolumes.format(pool, order.format(), List.of(ImageFormat.RAW));
    String name = NewVolume.name(pool, order, format, existing);
    Size size = NewVolume.size(order.size(), MIB);
    Rbd rbd = RbdVolumes.rbd(pool);
    Step create =
        Step.of(
                Message.of("step.volume-create", name, pool.id().text()),
                rbd.create(name, size, RbdVolumes.dataPool(pool)))
            .undoneBy(rbd.remove(name));
    return new Allocation(
        new VolumeId(pool.id(), name),
        new Change(List.of(RbdVolumes.absent(pool, name)), List.of(create)));
  }

  /**
   * An image goes only once its snapshots are gone, so that nobody has it open is made sure of
   * before: no guest on any host, and no device, which {@link RbdBackend#deactivation} takes away.
   */
  @Override
  public Change free(Pool pool, Volume volume, List<Volume> existing) throws InvalidException {
    VolumeName name = VolumeNames.parse(StorageType.RBD, volume.id().name());
    String image = name.name();
    List<String> clones = RbdVolumes.clones(image, existing);
    if (!clones.isEmpty()) {
      throw new InvalidException(
          "volume", "problem.volume-has-clones", volume.id().toString(), String.join(", ", clones));
    }
    Rbd rbd = RbdVolumes.rbd(pool);
    List<Step> steps = new ArrayList<>();
    for (String snapshot : RbdVolumes.guarded(image, existing)) {
      steps.add(
          Step.of(Message.of("step.rbd-unprotect", snapshot, image), rbd.unprotect(image, snapshot))
              .undoneBy(rbd.protect(image, snapshot)));
    }
    Integer snapshots = volume.extra().snapshots();
    if (snapshots == null || snapshots > 0 || name.template()) {
      steps.add(Step.of(Message.of("step.rbd-purge", image), rbd.purge(image)).irreversible());
    }
    steps.add(
        Step.of(Message.of("step.volume-remove", image, pool.id().text()), rbd.remove(image))
            .irreversible());
    return new Change(List.of(RbdVolumes.idle(pool, image)), steps);
  }

  @Override
  public Change resize(Pool pool, Volume volume, Size size) throws InvalidException {
    VolumeName name = VolumeNames.parse(StorageType.RBD, volume.id().name());
    GuestVolumes.refuseTemplate(name, "support.template-fixed");
    RbdVolumes.requireRoom(pool, full);
    Size wanted = NewVolume.larger(volume, size, MIB);
    return Change.of(
        Step.of(
                Message.of("step.volume-resize", name.name(), wanted.text()),
                RbdVolumes.rbd(pool).resize(name.name(), wanted))
            .irreversible());
  }
}
