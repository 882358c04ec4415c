package stowage.type;

import static stowage.type.ThinVolumes.group;
import static stowage.type.ThinVolumes.thinPool;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import stowage.config.StorageType;
import stowage.exec.Guard;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.tool.Lvm;
import stowage.volume.ImageFormat;
import stowage.volume.Size;
import stowage.volume.Volume;
import stowage.volume.VolumeId;
import stowage.volume.VolumeNames;

/** Makes, removes and grows thin volumes. */
final class ThinProvisioning implements Provisioning {

  @Override
  public Allocation allocate(Pool pool, Order order, List<Volume> existing)
      throws InvalidException {
    ImageFormat format = GuestVolumes.format(pool, order.format(), List.of(ImageFormat.RAW));
    String name = NewVolume.name(pool, order, format, existing);
    Size size = NewVolume.size(order.size(), 1024);
    Guard free =
        Lvm.absent(Message.of("problem.volume-exists", name, pool.id().text()), group(pool), name);
    Step create =
        Step.of(
                Message.of("step.volume-create", name, pool.id().text()),
                Lvm.createThin(group(pool), thinPool(pool), name, size))
            .undoneBy(Lvm.remove(group(pool), name));
    return new Allocation(
        new VolumeId(pool.id(), name), new Change(List.of(free), List.of(create)));
  }

  /**
   * The volume goes first: LVM refuses to remove it while it is open, and then its snapshots must
   * still be there.
   */
  @Override
  public Change free(Pool pool, Volume volume, List<Volume> existing) throws InvalidException {
    String name = volume.id().name();
    VolumeNames.parse(StorageType.LVMTHIN, name);
    Set<String> names = new HashSet<>();
    existing.forEach(v -> names.add(v.id().name()));
    List<Guard> guards = new ArrayList<>();
    if (names.contains(name)) {
      guards.add(Lvm.unused(Message.of("problem.volume-open", name), group(pool), name));
    }
    names.add(name);
    List<Step> steps = new ArrayList<>();
    steps.add(remove(pool, Message.of("step.volume-remove", name, pool.id().text()), name));
    for (Volume other : existing) {
      String logical = other.id().name();
      Optional<ThinNames.Snap> snap =
          ThinNames.snap(logical, names).filter(s -> s.volume().equals(name));
      if (snap.isPresent()) {
        steps.add(
            remove(pool, Message.of("step.snapshot-delete", snap.get().snapshot(), name), logical));
      }
    }
    return new Change(guards, steps);
  }

  private static Step remove(Pool pool, Message title, String name) {
    return Step.of(title, Lvm.remove(group(pool), name))
        .irreversible()
        .forgiving(Step.Leniency.ignoring(Lvm.MISSING));
  }

  @Override
  public Change resize(Pool pool, Volume volume, Size size) throws InvalidException {
    String name = volume.id().name();
    GuestVolumes.refuseTemplate(
        VolumeNames.parse(StorageType.LVMTHIN, name), "support.template-fixed");
    Size wanted = NewVolume.larger(volume, size, 1024);
    return Change.of(
        Step.of(
                Message.of("step.volume-resize", name, wanted.text()),
                Lvm.extend(group(pool), name, wanted))
            .irreversible());
  }
}
