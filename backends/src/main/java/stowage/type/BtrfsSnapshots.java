package stowage.type;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.tool.Btrfs;
import stowage.tool.DirectoryList;
import stowage.tool.LocalTime;
import stowage.volume.Volume;
import stowage.volume.VolumeName;

/** Snapshots are read-only subvolumes beside the volume: {@code vm-100-disk-0@before}. */
final class BtrfsSnapshots implements Snapshots {
  private final QcowSnapshots files = new QcowSnapshots(Subvolumes.FILES);

  @Override
  public Probe<List<Snapshot>> list(Pool pool, Volume volume) {
    String place;
    try {
      if (!Subvolumes.holds(Subvolumes.parse(volume))) {
        return files.list(pool, volume);
      }
      place = Subvolumes.place(pool, volume.id().name());
    } catch (InvalidException e) {
      return Probe.constant(new Reading.Failed<>(e.problems().getFirst().said()));
    }
    Exec there = DirectoryList.subvolumesBeside(place);
    Exec ages = Btrfs.snapshots(FileVolumes.base(pool));
    return Probe.of(
        List.of(there, ages, LocalTime.program()),
        answers ->
            DirectoryList.entries(there, answers.getFirst())
                .map(found -> {
                  // Without their ages they are still all there are.
                  List<Btrfs.Taken> taken = Btrfs.snapshots(answers.get(1));
                  return ordered(place, found, taken, LocalTime.zone(answers.get(2)));
                }));
  }

  /** A snapshot with its place in the order of creation. */
  private record Aged(Snapshot snapshot, long order) {}

  private static List<Snapshot> ordered(
      String place, List<DirectoryList.Entry> found, List<Btrfs.Taken> taken, ZoneId zone) {
    List<Aged> aged = new ArrayList<>();
    for (DirectoryList.Entry entry : found) {
      String path = Subvolumes.parent(place) + "/" + entry.name();
      Optional<Btrfs.Taken> one = age(path, taken);
      Instant made = one.map(t -> t.made().atZone(zone).toInstant()).orElse(null);
      String name = entry.name().substring(entry.name().indexOf(Subvolumes.AT) + 1);
      aged.add(
          new Aged(new Snapshot(name, made, List.of()), one.map(Btrfs.Taken::order).orElse(0L)));
    }
    aged.sort(Comparator.comparingLong(Aged::order).thenComparing(a -> a.snapshot().name()));
    return aged.stream().map(Aged::snapshot).toList();
  }

  /** Listed paths begin at the file system's root, wherever it is mounted; the tails must agree. */
  private static Optional<Btrfs.Taken> age(String path, List<Btrfs.Taken> taken) {
    int best = taken.stream().mapToInt(t -> t.agrees(path)).max().orElse(0);
    List<Btrfs.Taken> matching = taken.stream().filter(t -> t.agrees(path) == best).toList();
    return best > 0 && matching.size() == 1 ? Optional.of(matching.getFirst()) : Optional.empty();
  }

  @Override
  public Change create(Pool pool, Volume volume, String name) throws InvalidException {
    VolumeName of = Subvolumes.parse(volume);
    if (!Subvolumes.holds(of)) {
      return files.create(pool, volume, name);
    }
    SnapshotNames.checkNew(name);
    GuestVolumes.refuseTemplate(of, "support.template-no-snapshot");
    String place = Subvolumes.place(pool, volume.id().name());
    String snapshot = Subvolumes.snapshot(place, name);
    Message exists = Message.of("problem.snapshot-exists", name, volume.id().name());
    Message title = Message.of("step.snapshot-create", name, volume.id().name());
    return new Change(
        List.of(Subvolumes.absent(exists, snapshot)),
        List.of(
            Step.of(title, Btrfs.readOnlySnapshot(place, snapshot))
                .undoneBy(Btrfs.delete(List.of(snapshot)))));
  }

  @Override
  public Change rollback(Pool pool, Volume volume, String name, List<Snapshot> existing)
      throws InvalidException {
    VolumeName of = Subvolumes.parse(volume);
    if (!Subvolumes.holds(of)) {
      return files.rollback(pool, volume, name, existing);
    }
    GuestVolumes.refuseTemplate(of, "support.template-no-snapshot");
    SnapshotNames.find(name, volume.id().name(), existing);
    String id = volume.id().name();
    String place = Subvolumes.place(pool, id);
    List<Guard> guards = new ArrayList<>();
    guards.add(present(place, name, id));
    guards.addAll(Subvolumes.unused(of, place));
    return new Change(guards, Subvolumes.exchange(id, place, name));
  }

  @Override
  public Change delete(Pool pool, Volume volume, String name, List<Snapshot> existing)
      throws InvalidException {
    if (!Subvolumes.holds(Subvolumes.parse(volume))) {
      return files.delete(pool, volume, name, existing);
    }
    String id = volume.id().name();
    SnapshotNames.find(name, id, existing);
    String place = Subvolumes.place(pool, id);
    return new Change(
        List.of(present(place, name, id)),
        List.of(
            Step.of(
                    Message.of("step.snapshot-delete", name, id),
                    Btrfs.delete(List.of(Subvolumes.snapshot(place, name))))
                .irreversible()));
  }

  private static Guard present(String place, String name, String of) {
    return Subvolumes.present(
        Message.of("problem.snapshot-missing", name, of), Subvolumes.snapshot(place, name));
  }
}
