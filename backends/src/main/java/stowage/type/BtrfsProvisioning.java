package stowage.type;

import java.util.ArrayList;
import java.util.List;
import stowage.exec.Exec;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.schema.Problem;
import stowage.schema.Properties;
import stowage.tool.Btrfs;
import stowage.tool.QemuImg;
import stowage.volume.ImageFormat;
import stowage.volume.Size;
import stowage.volume.Volume;
import stowage.volume.VolumeName;

/** Guest volumes as subvolumes; other files of the pool are those of any directory. */
final class BtrfsProvisioning implements Provisioning {
  private static final long UNIT = 1024;

  private final FileProvisioning files = new FileProvisioning(Subvolumes.FILES);

  @Override
  public Allocation allocate(Pool pool, Order order, List<Volume> existing)
      throws InvalidException {
    FileOrder checked = FileOrder.check(Subvolumes.FILES, pool, order, existing);
    String name = checked.made().name();
    String place = Subvolumes.place(pool, name);
    Message taken = Message.of("problem.volume-exists", name, pool.id().text());
    Message title = Message.of("step.volume-create", name, pool.id().text());
    List<Step> steps = new ArrayList<>(List.of(Subvolumes.enter(Subvolumes.parent(place))));
    steps.add(Step.of(title, Btrfs.create(place)).undoneBy(Btrfs.delete(List.of(place))));
    boolean disk = checked.format() == ImageFormat.RAW;
    steps.add(
        Step.of(
            Message.of("step.set-mode", place),
            Subvolumes.changes("/usr/bin/chmod", disk ? "0740" : "0755", "--", place)));
    if (disk) {
      steps.addAll(disk(pool, place + Subvolumes.DISK, checked.size()));
    }
    return new Allocation(
        checked.made(), new Change(List.of(Subvolumes.absent(taken, place)), steps));
  }

  /** Needs no undo of its own: it goes with the subvolume. */
  private static List<Step> disk(Pool pool, String file, Size size) {
    List<Step> steps = new ArrayList<>();
    Exec make = Subvolumes.changes("/usr/bin/install", "-m", "0640", "-T", "/dev/null", file);
    steps.add(Step.of(Message.of("step.disk-file", file), make));
    if (pool.get(Properties.NOCOW).orElse(false)) {
      // It has an effect only as long as there is no data.
      Exec nocow = Subvolumes.changes("/usr/bin/chattr", "+C", "--", file);
      steps.add(Step.of(Message.of("step.disk-nocow", file), nocow));
    }
    String bytes = Long.toString(size.bytes());
    Exec grow = Subvolumes.changes("/usr/bin/truncate", "-s", bytes, "--", file);
    steps.add(Step.of(Message.of("step.disk-size", file, size.bytes()), grow));
    return steps;
  }

  @Override
  public Change free(Pool pool, Volume volume, List<Volume> existing) throws InvalidException {
    VolumeName name = Subvolumes.parse(volume);
    if (!Subvolumes.holds(name)) {
      return files.free(pool, volume, existing);
    }
    String place = Subvolumes.place(pool, volume.id().name());
    List<String> doomed = new ArrayList<>();
    for (String snapshot : SubvolumeListing.snapshotsOf(volume, existing)) {
      doomed.add(Subvolumes.snapshot(place, snapshot));
    }
    doomed.add(place);
    Message title =
        Message.of("step.volume-remove", volume.id().name(), volume.id().storage().text());
    return new Change(
        Subvolumes.unused(name, place),
        List.of(
            Step.of(title, Btrfs.delete(doomed)).irreversible(),
            Subvolumes.leave(Subvolumes.parent(place))));
  }

  @Override
  public Change resize(Pool pool, Volume volume, Size size) throws InvalidException {
    VolumeName name = Subvolumes.parse(volume);
    if (!name.format().equals("raw")) {
      return files.resize(pool, volume, size);
    }
    if (FileAbilities.of(Feature.RESIZE, pool, name) instanceof Support.No(Message why)) {
      throw new InvalidException(List.of(new Problem("volume", why)));
    }
    long wanted = NewVolume.larger(volume, size, UNIT).bytes();
    String file = Subvolumes.place(pool, volume.id().name()) + Subvolumes.DISK;
    return Change.of(
        Step.of(
                Message.of("step.volume-resize", volume.id().name(), wanted),
                QemuImg.resize(ImageFormat.RAW, file, wanted))
            .irreversible());
  }
}
