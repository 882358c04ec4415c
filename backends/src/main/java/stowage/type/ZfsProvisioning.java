package stowage.type;

import static stowage.type.ZfsPoolBackend.dataset;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.schema.Properties;
import stowage.tool.Zfs;
import stowage.volume.ImageFormat;
import stowage.volume.Size;
import stowage.volume.Volume;
import stowage.volume.VolumeId;
import stowage.volume.VolumeName;
import stowage.volume.VolumeNames;

/** Makes, removes and grows ZFS volumes and file systems. */
final class ZfsProvisioning implements Provisioning {
  private static final long MIB = 1 << 20;
  // A pool under load may take minutes to show the device of a new volume.
  private static final int DEVICE_SECONDS = 300;
  // A device is still busy for a moment after udev or a guest has looked at it.
  private static final Step.Leniency DESTROYING =
      new Step.Leniency(List.of(Zfs.MISSING), List.of(Zfs.BUSY), 6, false);

  static String device(Pool pool, String name) {
    return "/dev/zvol/" + dataset(pool) + "/" + name;
  }

  @Override
  public Allocation allocate(Pool pool, Order order, List<Volume> existing)
      throws InvalidException {
    ImageFormat format =
        GuestVolumes.format(pool, order.format(), List.of(ImageFormat.RAW, ImageFormat.SUBVOL));
    boolean subvol = format == ImageFormat.SUBVOL;
    String name = NewVolume.name(pool, order, format, existing);
    String full = dataset(pool) + "/" + name;
    Guard free = Zfs.absent(Message.of("problem.volume-exists", name, pool.id().text()), full);
    List<Step> steps =
        subvol ? fileSystem(pool, order, name, full) : volume(pool, order, name, full);
    return new Allocation(new VolumeId(pool.id(), name), new Change(List.of(free), steps));
  }

  private static List<Step> fileSystem(Pool pool, Order order, String name, String full)
      throws InvalidException {
    Size limit = order.size().bytes() == 0 ? Size.ZERO : NewVolume.size(order.size(), 1024);
    return List.of(
        Step.of(
                Message.of("step.volume-create", name, pool.id().text()),
                Zfs.createFileSystem(full, limit))
            .undoneBy(Zfs.destroyAll(full)));
  }

  private static List<Step> volume(Pool pool, Order order, String name, String full)
      throws InvalidException {
    Exec create =
        Zfs.createVolume(
            full,
            NewVolume.size(order.size(), MIB),
            pool.get(Properties.SPARSE).orElse(false),
            pool.get(Properties.BLOCKSIZE).orElse(""));
    List<Step> steps = new ArrayList<>();
    steps.add(
        Step.of(Message.of("step.volume-create", name, pool.id().text()), create)
            .undoneBy(Zfs.destroyAll(full)));
    steps.addAll(appearance(device(pool, name)));
    return steps;
  }

  /** What waits until a volume has its device. */
  static List<Step> appearance(String device) {
    return List.of(
        // Returns as soon as the link is there, but also when udev has not heard of it yet.
        Step.of(Message.of("step.device-settle", device), settle(device))
            .forgiving(Step.Leniency.OPTIONAL),
        // Fails for whatever is no block device, so it is the check as well as the wait.
        Step.of(Message.of("step.device-check", device), sizeOf(device))
            .forgiving(
                new Step.Leniency(
                    List.of(), List.of("No such file or directory"), DEVICE_SECONDS, false)));
  }

  private static Exec settle(String device) {
    return Exec.changes("/usr/bin/udevadm", "settle", "--timeout=30")
        .and("--exit-if-exists=" + device)
        .within(Duration.ofMinutes(1));
  }

  private static Exec sizeOf(String device) {
    return Exec.reads("/sbin/blockdev", "--getsize64", device).asRoot();
  }

  /**
   * Whether clones depend on the volume is seen in the list, to name them; and once more by {@code
   * zfs destroy -r} itself, which then removes nothing.
   */
  @Override
  public Change free(Pool pool, Volume volume, List<Volume> existing) throws InvalidException {
    String name = VolumeNames.parse(StorageType.ZFSPOOL, volume.id().name()).name();
    String clones =
        existing.stream()
            .filter(v -> isCloneOf(v, name))
            .map(v -> v.id().toString())
            .collect(Collectors.joining(", "));
    if (!clones.isEmpty()) {
      throw new InvalidException("volume", "problem.volume-has-clones", name, clones);
    }
    return Change.of(
        Step.of(
                Message.of("step.volume-remove", name, pool.id().text()),
                Zfs.destroyAll(dataset(pool) + "/" + name))
            .irreversible()
            .forgiving(DESTROYING));
  }

  private static boolean isCloneOf(Volume volume, String name) {
    return Optional.ofNullable(volume.extra().parent())
        .filter(p -> p.startsWith(name + "@"))
        .isPresent();
  }

  /** ZFS would shrink a volume without a word, so its size must be the one that was listed. */
  @Override
  public Change resize(Pool pool, Volume volume, Size size) throws InvalidException {
    VolumeName name = VolumeNames.parse(StorageType.ZFSPOOL, volume.id().name());
    GuestVolumes.refuseTemplate(name, "support.template-fixed");
    boolean subvol = name.format().equals("subvol");
    Size wanted = NewVolume.larger(volume, size, subvol ? 1024 : MIB);
    String full = dataset(pool) + "/" + name.name();
    String property = subvol ? "refquota" : "volsize";
    String now = Long.toString(volume.requireSize().bytes());
    Step step =
        Step.of(
            Message.of("step.volume-resize", name.name(), wanted.text()),
            Zfs.set(full, property, wanted.inKib() + "k"));
    return new Change(
        List.of(
            Zfs.unchanged(Message.of("problem.size-changed", name.name()), full, property, now)),
        List.of(subvol ? step.undoneBy(Zfs.set(full, property, now)) : step.irreversible()));
  }
}
