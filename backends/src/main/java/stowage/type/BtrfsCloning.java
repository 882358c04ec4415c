package stowage.type;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stowage.exec.Guard;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.tool.Btrfs;
import stowage.volume.ImageFormat;
import stowage.volume.Size;
import stowage.volume.Volume;
import stowage.volume.VolumeId;
import stowage.volume.VolumeName;

/**
 * Templates, clones and other names of subvolumes. A clone shares its data with what it was made
 * of, but does not need it: the template may go before it.
 */
final class BtrfsCloning implements Cloning, Renaming {
  // What a clone is checked with as if it were new; its real size is that of its source.
  private static final Size SOME = new Size(1024);

  @Override
  public Provisioning.Allocation template(
      Pool pool, Volume volume, List<Snapshot> snapshots, List<Volume> existing)
      throws InvalidException {
    VolumeName name = subvolume(volume);
    GuestVolumes.refuseTemplate(name, "support.template-already");
    refuseSnapshots(volume, snapshots);
    String id = volume.id().name();
    String place = Subvolumes.place(pool, id);
    List<Guard> guards = new ArrayList<>(Subvolumes.unused(name, place));
    List<Step> steps = new ArrayList<>();
    // A container's subvolume keeps its name, as Proxmox VE leaves it.
    String made = id.replaceFirst("/vm-(?=[^/]*$)", "/base-");
    String target = Subvolumes.place(pool, made);
    if (!made.equals(id)) {
      Message taken = Message.of("problem.volume-exists", made, pool.id().text());
      refuseTaken(made, pool, existing);
      guards.add(Subvolumes.absent(taken, target));
      steps.add(Subvolumes.move(Message.of("step.volume-rename", id, made), place, target));
    }
    steps.add(
        Step.of(Message.of("step.volume-fix", made), Btrfs.readOnly(target, true))
            .undoneBy(Btrfs.readOnly(target, false)));
    return new Provisioning.Allocation(new VolumeId(pool.id(), made), new Change(guards, steps));
  }

  @Override
  public Provisioning.Allocation clone(
      Pool pool, Volume source, @Nullable String snapshot, Naming wanted, List<Volume> existing)
      throws InvalidException {
    VolumeName name = subvolume(source);
    if (name.format().equals("subvol") && snapshot == null && !name.template()) {
      throw new InvalidException("volume", "support.needs-template");
    }
    FileOrder order = order(pool, name, wanted, existing);
    String made = order.made().name();
    String from = Subvolumes.place(pool, source.id().name());
    String origin = snapshot == null ? from : Subvolumes.snapshot(from, snapshot);
    String place = Subvolumes.place(pool, made);
    List<Guard> guards = new ArrayList<>();
    guards.add(
        Subvolumes.absent(Message.of("problem.volume-exists", made, pool.id().text()), place));
    guards.add(
        Subvolumes.present(
            snapshot == null
                ? Message.of("problem.volume-missing", source.id().toString())
                : Message.of("problem.snapshot-missing", snapshot, source.id().name()),
            origin));
    return new Provisioning.Allocation(
        order.made(),
        new Change(
            guards,
            List.of(
                Subvolumes.enter(Subvolumes.parent(place)),
                Subvolumes.snapshot(
                    Message.of("step.volume-clone", made, source.id().name()), origin, place))));
  }

  @Override
  public Provisioning.Allocation rename(
      Pool pool, Volume volume, Naming wanted, List<Snapshot> snapshots, List<Volume> existing)
      throws InvalidException {
    VolumeName name = subvolume(volume);
    GuestVolumes.refuseTemplate(name, "support.template-no-rename");
    refuseSnapshots(volume, snapshots);
    FileOrder order = order(pool, name, wanted, existing);
    String made = order.made().name();
    String place = Subvolumes.place(pool, volume.id().name());
    String target = Subvolumes.place(pool, made);
    List<Guard> guards = new ArrayList<>();
    guards.add(
        Subvolumes.absent(Message.of("problem.volume-exists", made, pool.id().text()), target));
    guards.addAll(Subvolumes.unused(name, place));
    return new Provisioning.Allocation(
        order.made(),
        new Change(
            guards,
            List.of(
                Subvolumes.enter(Subvolumes.parent(target)),
                Subvolumes.move(
                    Message.of("step.volume-rename", volume.id().name(), made), place, target),
                Subvolumes.leave(Subvolumes.parent(place)))));
  }

  private static FileOrder order(Pool pool, VolumeName like, Naming wanted, List<Volume> existing)
      throws InvalidException {
    ImageFormat format = ImageFormat.of(like.format()).orElseThrow();
    Size size = format == ImageFormat.SUBVOL ? Size.ZERO : SOME;
    return FileOrder.check(
        Subvolumes.FILES,
        pool,
        new Provisioning.Order(wanted.owner(), wanted.name(), format, size),
        existing);
  }

  private static VolumeName subvolume(Volume volume) throws InvalidException {
    VolumeName name = Subvolumes.parse(volume);
    if (!Subvolumes.holds(name)) {
      throw new InvalidException("volume", "support.not-a-subvolume", name.name());
    }
    return name;
  }

  /** They are found by the volume's name, which they would not follow. */
  private static void refuseSnapshots(Volume volume, List<Snapshot> snapshots)
      throws InvalidException {
    if (!snapshots.isEmpty()) {
      throw new InvalidException(
          "volume",
          "problem.subvolume-has-snapshots",
          volume.id().name(),
          String.join(", ", snapshots.stream().map(Snapshot::name).toList()));
    }
  }

  private static void refuseTaken(String name, Pool pool, List<Volume> existing)
      throws InvalidException {
    if (existing.stream().anyMatch(v -> v.id().name().equals(name))) {
      throw new InvalidException("name", "problem.volume-exists", name, pool.id().text());
    }
  }
}
