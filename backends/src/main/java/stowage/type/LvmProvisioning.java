package stowage.type;

import static stowage.type.LvmVolumes.group;

import java.util.List;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.schema.Properties;
import stowage.tool.Lvm;
import stowage.tool.Zeros;
import stowage.volume.ImageFormat;
import stowage.volume.Size;
import stowage.volume.Volume;
import stowage.volume.VolumeId;
import stowage.volume.VolumeNames;

/** Makes, removes and grows plain logical volumes. */
final class LvmProvisioning implements Provisioning {

  @Override
  public Allocation allocate(Pool pool, Order order, List<Volume> existing)
      throws InvalidException {
    // Where snapshots are volumes of a chain, a volume is qcow2 unless something else is said.
    if (order.format() == null && pool.get(Properties.SNAPSHOT_CHAIN).orElse(false)) {
      throw new InvalidException("format", "support.lvm-chain");
    }
    ImageFormat format = GuestVolumes.format(pool, order.format(), List.of(ImageFormat.RAW));
    String name = NewVolume.name(pool, order, format, existing);
    refuseChain(name, "name");
    Size size = NewVolume.size(order.size(), 1024);
    Guard free =
        Lvm.absent(Message.of("problem.volume-exists", name, pool.id().text()), group(pool), name);
    String tag = LvmVolumes.tag(String.valueOf(order.owner()));
    Step create =
        Step.of(
                Message.of("step.volume-create", name, pool.id().text()),
                Lvm.create(group(pool), name, size, tag))
            .undoneBy(Lvm.remove(group(pool), name));
    return new Allocation(
        new VolumeId(pool.id(), name), new Change(List.of(free), List.of(create)));
  }

  /** A missing volume is an error here, as on Proxmox VE: its room may be another's by now. */
  @Override
  public Change free(Pool pool, Volume volume, List<Volume> existing) throws InvalidException {
    String name = volume.id().name();
    VolumeNames.parse(StorageType.LVM, name);
    refuseChain(name, "volume");
    Guard unused = Lvm.unused(Message.of("problem.volume-open", name), group(pool), name);
    if (pool.get(Properties.SAFEREMOVE).orElse(false)) {
      return overwritten(pool, name, unused);
    }
    Step remove =
        Step.of(
                Message.of("step.volume-remove", name, pool.id().text()),
                Lvm.remove(group(pool), name))
            .irreversible();
    return new Change(List.of(unused), List.of(remove));
  }

  /**
   * Overwriting takes hours, so it runs without the lock. From the renaming on nothing can be taken
   * back: what is partly overwritten must not come back under its old name.
   */
  private static Change overwritten(Pool pool, String name, Guard unused) throws InvalidException {
    String in = group(pool);
    String leaving = LvmVolumes.leaving(name);
    ThinNames.checkLength(leaving, "volume");
    Message exists = Message.of("problem.volume-exists", leaving, pool.id().text());
    Step activate = Step.of(Message.of("step.lvm-activate", name), Lvm.activateHere(in, name));
    Step refresh =
        Step.of(Message.of("step.lvm-refresh", name), Lvm.refresh(in, name))
            .forgiving(Step.Leniency.OPTIONAL);
    Step rename =
        Step.of(Message.of("step.lvm-leaving", name, leaving), Lvm.rename(in, name, leaving))
            .irreversible();
    Step remove =
        Step.of(
                Message.of("step.volume-remove", leaving, pool.id().text()),
                Lvm.remove(in, leaving))
            .irreversible();
    return new Change(
        List.of(unused, Lvm.absent(exists, in, leaving)),
        List.of(activate, refresh, rename),
        new Change.Later(List.of(overwrite(pool, in, leaving)), List.of(remove)));
  }

  private static Step overwrite(Pool pool, String group, String name) {
    String device = "/dev/" + group + "/" + name;
    Message title = Message.of("step.lvm-overwrite", name);
    String stepSize = pool.values().get(Properties.SAFEREMOVE_STEPSIZE.key());
    if (stepSize != null) {
      return Step.of(title, Zeros.discarded(device, stepSize)).irreversible();
    }
    Exec throttled =
        Zeros.throttled(device, pool.get(Properties.SAFEREMOVE_THROUGHPUT).orElseThrow());
    return Step.of(title, throttled).irreversible().forgiving(Zeros.full());
  }

  @Override
  public Change resize(Pool pool, Volume volume, Size size) throws InvalidException {
    String name = volume.id().name();
    VolumeNames.parse(StorageType.LVM, name);
    refuseChain(name, "volume");
    Size wanted = NewVolume.larger(volume, size, 1024);
    return Change.of(
        Step.of(
                Message.of("step.volume-resize", name, wanted.text()),
                Lvm.extend(group(pool), name, wanted))
            .irreversible());
  }

  static void refuseChain(String name, String field) throws InvalidException {
    if (LvmVolumes.isChain(name)) {
      throw new InvalidException(field, "support.lvm-chain");
    }
  }
}
