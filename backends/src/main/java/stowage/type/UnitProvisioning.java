package stowage.type;

import static stowage.type.ZfsOverIscsiBackend.device;
import static stowage.type.ZfsOverIscsiBackend.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.schema.Properties;
import stowage.target.Device;
import stowage.target.Units;
import stowage.tool.Remote;
import stowage.tool.Zfs;
import stowage.volume.ImageFormat;
import stowage.volume.Size;
import stowage.volume.Volume;
import stowage.volume.VolumeId;
import stowage.volume.VolumeNames;

/**
 * Makes, removes and grows ZFS volumes of another host that are units of its target.
 *
 * @param known the units as they were read
 */
record UnitProvisioning(Supplier<Units> known) implements Provisioning {
  private static final long MIB = 1 << 20;
  private static final int DEVICE_SECONDS = 60;

  /**
   * Removes $1 if it is there and nothing has been written to it yet: when the link broke nobody
   * knows whether it was made, and what others have made in its place has more in it.
   */
  private static final String REMOVE_NEW =
      "zfs list -H -o name \"$1\" >/dev/null 2>&1 || exit 0;"
          + " n=$(zfs get -Hp -o value written \"$1\") && [ \"$n\" -lt 1048576 ]"
          + " && zfs destroy -r \"$1\"";

  @Override
  public Allocation allocate(Pool pool, Order order, List<Volume> existing)
      throws InvalidException {
    GuestVolumes.format(pool, order.format(), List.of(ImageFormat.RAW));
    String name = NewVolume.name(pool, order, ImageFormat.RAW, existing);
    Device device = device(pool, name);
    Exec create =
        Zfs.createVolume(
            device.dataset(),
            NewVolume.size(order.size(), MIB),
            pool.get(Properties.SPARSE).orElse(false),
            pool.get(Properties.BLOCKSIZE).orElse(""));
    Step made =
        Step.of(Message.of("step.volume-create", name, pool.id().text()), remote(pool).on(create));
    Guard absent =
        Zfs.absent(Message.of("problem.volume-exists", name, pool.id().text()), device.dataset());
    return new Allocation(
        new VolumeId(pool.id(), name),
        served(pool, List.of(absent.map(remote(pool)::on)), made, device));
  }

  /** A volume that is made by this step, as a unit. */
  Change served(Pool pool, List<Guard> guards, Step made, Device device) throws InvalidException {
    Units units = known.get();
    Remote remote = remote(pool);
    List<Guard> all = new ArrayList<>(guards);
    all.add(units.unchanged());
    List<Step> steps = new ArrayList<>();
    steps.add(made.undoneEvenHalfwayBy(remote.changes(REMOVE_NEW, device.dataset())));
    steps.add(appearance(remote, device));
    steps.addAll(units.attach(device, units.free()).steps());
    return new Change(all, steps);
  }

  /** The software refuses a device that is not there yet. */
  static Step appearance(Remote remote, Device device) {
    return Step.of(
            Message.of("step.device-check", device.path()),
            remote.on(Exec.reads("/bin/ls", "-L", device.path())))
        .forgiving(
            new Step.Leniency(
                List.of(), List.of("No such file or directory"), DEVICE_SECONDS, false));
  }

  /** It is no unit any more before it goes; if it can't go, it is one again. */
  @Override
  public Change free(Pool pool, Volume volume, List<Volume> existing) throws InvalidException {
    Change there = new ZfsProvisioning().free(pool, volume, existing).map(remote(pool)::on);
    Units units = known.get();
    List<Step> steps = new ArrayList<>(units.detach(device(pool, NewVolume.leaf(volume))).steps());
    steps.addAll(there.steps());
    return new Change(List.of(units.unchanged()), steps);
  }

  /** Until the target knows of it, nobody uses the space: the volume can shrink again. */
  @Override
  public Change resize(Pool pool, Volume volume, Size size) throws InvalidException {
    Remote remote = remote(pool);
    Change there = new ZfsProvisioning().resize(pool, volume, size).map(remote::on);
    Units units = known.get();
    Device device = device(pool, VolumeNames.parse(StorageType.ZFSPOOL, volume.id().name()).name());
    List<Step> told = units.grow(device, NewVolume.larger(volume, size, MIB));
    if (told.isEmpty()) {
      return there;
    }
    Exec back = Zfs.set(device.dataset(), "volsize", String.valueOf(volume.requireSize().bytes()));
    List<Guard> guards = new ArrayList<>(there.guards());
    guards.add(units.unchanged());
    List<Step> steps = new ArrayList<>();
    there.steps().forEach(step -> steps.add(step.undoneBy(remote.on(back))));
    steps.addAll(told);
    return new Change(guards, steps);
  }
}
