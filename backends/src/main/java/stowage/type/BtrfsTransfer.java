package stowage.type;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import stowage.exec.Exec;
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
 * Snapshots of subvolumes as Btrfs sends them, whole or as the difference from an older one. The
 * present state, and files of older pools, travel as from any directory.
 */
record BtrfsTransfer(FileTransfer files) implements Transfer {
  private static final Pattern SNAPSHOT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]*");

  // What an image is checked with before it has come; it brings its own size.
  private static final Size SOME = new Size(1024);

  @Override
  public List<StreamFormat> exports(Pool pool, VolumeName volume, Extent extent) {
    if (!Subvolumes.holds(volume)) {
      return files.exports(pool, volume, extent);
    }
    if (extent.withSnapshots() && unnamed(extent)) {
      return List.of();
    }
    return extent.snapshot() == null
        ? files.exports(pool, volume, extent)
        : List.of(StreamFormat.BTRFS);
  }

  private static boolean unnamed(Extent extent) {
    return extent.snapshot() == null || extent.earlier().isEmpty();
  }

  @Override
  public List<StreamFormat> imports(Pool pool, VolumeName volume, Extent extent) {
    return exports(pool, volume, extent);
  }

  @Override
  public Export export(Pool pool, Volume volume, StreamFormat format, Extent extent)
      throws InvalidException {
    VolumeName name = Subvolumes.parse(volume);
    check(name, extent);
    String snapshot = extent.snapshot();
    if (snapshot == null || !Subvolumes.holds(name)) {
      return files.export(pool, volume, format, extent);
    }
    Streams.require(format, exports(pool, name, extent), name, extent);
    String place = Subvolumes.place(pool, volume.id().name());
    Exec send = Streams.source(Btrfs.TOOL.program(), "-q", "send", "-e");
    String base = extent.base();
    if (base != null) {
      send = send.and("-p", Subvolumes.snapshot(place, base));
    }
    send = send.and("--");
    for (String earlier : extent.earlier()) {
      send = send.and(Subvolumes.snapshot(place, earlier));
    }
    return new Export(Change.of(), send.and(Subvolumes.snapshot(place, snapshot)), Change.of());
  }

  /** What can't be sent, with the reason; a snapshot's name becomes part of a path. */
  private static void check(VolumeName volume, Extent extent) throws InvalidException {
    if (!Subvolumes.holds(volume)) {
      return;
    }
    if (extent.withSnapshots() && unnamed(extent)) {
      throw new InvalidException("with-snapshots", "problem.stream-btrfs-names", volume.name());
    }
    if (extent.base() != null && extent.snapshot() == null) {
      throw new InvalidException("base", "problem.stream-base-alone", volume.name());
    }
    for (String name : names(extent)) {
      if (!SNAPSHOT.matcher(name).matches()) {
        throw new InvalidException("snapshot", "problem.snapshot-form", name);
      }
    }
  }

  private static List<String> names(Extent extent) {
    List<String> names = new ArrayList<>(extent.earlier());
    if (extent.base() != null) {
      names.add(extent.base());
    }
    if (extent.snapshot() != null) {
      names.add(extent.snapshot());
    }
    return names;
  }

  @Override
  public Provisioning.Allocation receive(
      Pool pool,
      String wanted,
      StreamFormat format,
      Size size,
      Extent extent,
      List<Volume> existing)
      throws InvalidException {
    VolumeName name = Subvolumes.FILES.parse(wanted);
    check(name, extent);
    String snapshot = extent.snapshot();
    if (snapshot == null || !Subvolumes.holds(name)) {
      return files.receive(pool, wanted, format, size, extent, existing);
    }
    Streams.require(format, imports(pool, name, extent), name, extent);
    String place = Subvolumes.place(pool, wanted);
    List<String> snapshots = new ArrayList<>(extent.earlier());
    snapshots.add(snapshot);
    Arrival arrival = new Arrival(name, place, snapshots, landing(name, place));
    String base = extent.base();
    if (base == null) {
      return new Provisioning.Allocation(
          order(pool, name, existing).made(), whole(pool, arrival, wanted));
    }
    return new Provisioning.Allocation(
        new VolumeId(pool.id(), wanted), difference(pool, arrival, wanted, base));
  }

  private static String landing(VolumeName name, String place) throws InvalidException {
    // The name that Proxmox VE uses, so that neither comes between the other's halves.
    return Subvolumes.parent(place) + "/recv." + Streams.owner(name) + ".tmp";
  }

  private static FileOrder order(Pool pool, VolumeName name, List<Volume> existing)
      throws InvalidException {
    ImageFormat format = ImageFormat.of(name.format()).orElseThrow();
    return FileOrder.check(
        Subvolumes.FILES,
        pool,
        new Provisioning.Order(
            Streams.owner(name),
            name.name(),
            format,
            format == ImageFormat.SUBVOL ? Size.ZERO : SOME),
        existing);
  }

  /**
   * Snapshots on their way in.
   *
   * @param place the subvolume of the volume
   * @param snapshots the oldest first
   * @param landing directory that the stream is unpacked in, because it brings its own names
   */
  private record Arrival(VolumeName volume, String place, List<String> snapshots, String landing) {
    String snapshot() {
      return snapshots.getLast();
    }

    String at() {
      return at(snapshot());
    }

    private String at(String snapshot) {
      return Subvolumes.snapshot(place, snapshot);
    }

    List<Guard> guards() {
      List<Guard> guards = new ArrayList<>();
      guards.add(Subvolumes.absent(Message.of("problem.receive-running", landing), landing));
      for (String snapshot : snapshots) {
        Message there = Message.of("problem.snapshot-exists", snapshot, volume.name());
        guards.add(Subvolumes.absent(there, at(snapshot)));
      }
      return guards;
    }

    /** What is received can't be moved, being read-only; a snapshot of it is as good as it is. */
    List<Step> receive() {
      Step unpack =
          Streams.fill(volume.name(), Btrfs.TOOL.program(), "-q", "receive", "-e", "--", landing)
              .undoneEvenHalfwayBy(Btrfs.deleteIn(landing, "*"));
      List<Step> steps = new ArrayList<>();
      steps.add(Subvolumes.enter(Subvolumes.parent(place)));
      steps.add(Subvolumes.enter(landing));
      steps.add(unpack);
      for (String snapshot : snapshots) {
        String kept = at(snapshot);
        Message what = Message.of("step.receive-keep", snapshot, volume.name());
        steps.add(
            Step.of(what, Btrfs.snapshotIn(landing, "*" + Subvolumes.AT + snapshot, kept))
                .undoneBy(Btrfs.deleteIn(Subvolumes.parent(place), Btrfs.named(leaf(kept)))));
        if (snapshots.size() > 1) {
          // Keeping what is not in the stream is no error by itself.
          steps.add(Step.of(what, Exec.reads("/usr/bin/test", "-d", kept).asRoot()));
        }
      }
      return steps;
    }

    List<Step> clear() {
      return List.of(
          Step.of(Message.of("step.receive-clear", landing), Btrfs.deleteIn(landing, "*"))
              .forgiving(Step.Leniency.OPTIONAL),
          Subvolumes.leave(landing));
    }

    private static String leaf(String path) {
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }

  private static Change whole(Pool pool, Arrival arrival, String wanted) {
    List<Guard> guards = new ArrayList<>(arrival.guards());
    guards.add(
        Subvolumes.absent(
            Message.of("problem.volume-exists", wanted, pool.id().text()), arrival.place()));
    List<Step> steps = new ArrayList<>(arrival.receive());
    steps.add(
        Subvolumes.snapshot(
            Message.of("step.volume-create", wanted, pool.id().text()),
            arrival.at(),
            arrival.place()));
    steps.addAll(arrival.clear());
    return new Change(guards, steps);
  }

  /** The volume becomes what the new snapshot is; what was written to it since the old one goes. */
  private static Change difference(Pool pool, Arrival arrival, String wanted, String base) {
    List<Guard> guards = new ArrayList<>(arrival.guards());
    String place = arrival.place();
    guards.add(
        Subvolumes.present(
            Message.of("problem.snapshot-missing", base, wanted),
            Subvolumes.snapshot(place, base)));
    guards.add(
        Subvolumes.present(
            Message.of("problem.volume-missing", new VolumeId(pool.id(), wanted).toString()),
            place));
    guards.addAll(Subvolumes.unused(arrival.volume(), place));
    List<Step> steps = new ArrayList<>(arrival.receive());
    List<Step> exchange = Subvolumes.exchange(wanted, place, arrival.snapshot());
    steps.addAll(exchange.subList(0, exchange.size() - 1));
    steps.addAll(arrival.clear());
    steps.add(exchange.getLast());
    return new Change(guards, steps);
  }
}
