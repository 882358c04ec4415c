package stowage.type;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
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
    if (extent.withSnapshots()) {
      return List.of();
    }
    return extent.snapshot() == null
        ? files.exports(pool, volume, extent)
        : List.of(StreamFormat.BTRFS);
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
    return new Export(
        Change.of(), send.and("--", Subvolumes.snapshot(place, snapshot)), Change.of());
  }

  /** What can't be sent, with the reason; a snapshot's name becomes part of a path. */
  private static void check(VolumeName volume, Extent extent) throws InvalidException {
    if (!Subvolumes.holds(volume)) {
      return;
    }
    if (extent.withSnapshots()) {
      throw new InvalidException("with-snapshots", "problem.stream-btrfs-one", volume.name());
    }
    if (extent.base() != null && extent.snapshot() == null) {
      throw new InvalidException("base", "problem.stream-base-alone", volume.name());
    }
    for (String name : names(extent.base(), extent.snapshot())) {
      if (!SNAPSHOT.matcher(name).matches()) {
        throw new InvalidException("snapshot", "problem.snapshot-form", name);
      }
    }
  }

  private static List<String> names(@Nullable String base, @Nullable String snapshot) {
    List<String> names = new ArrayList<>();
    if (base != null) {
      names.add(base);
    }
    if (snapshot != null) {
      names.add(snapshot);
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
    Arrival arrival = new Arrival(name, place, snapshot, landing(name, place));
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
   * A snapshot on its way in.
   *
   * @param place the subvolume of the volume
   * @param landing directory that the stream is unpacked in, because it brings its own names
   */
  private record Arrival(VolumeName volume, String place, String snapshot, String landing) {
    String at() {
      return Subvolumes.snapshot(place, snapshot);
    }

    List<Guard> guards() {
      return List.of(
          Subvolumes.absent(Message.of("problem.receive-running", landing), landing),
          Subvolumes.absent(Message.of("problem.snapshot-exists", snapshot, volume.name()), at()));
    }

    /** What is received can't be moved, being read-only; a snapshot of it is as good as it is. */
    List<Step> receive() {
      Step unpack =
          Streams.fill(volume.name(), Btrfs.TOOL.program(), "-q", "receive", "-e", "--", landing)
              .undoneEvenHalfwayBy(Btrfs.deleteIn(landing, "*"));
      Step keep =
          Step.of(
                  Message.of("step.receive-keep", snapshot, volume.name()),
                  Btrfs.snapshotIn(landing, "*" + Subvolumes.AT + snapshot, at()))
              .undoneBy(Btrfs.deleteIn(Subvolumes.parent(place), Btrfs.named(leaf(at()))));
      return List.of(
          Subvolumes.enter(Subvolumes.parent(place)), Subvolumes.enter(landing), unpack, keep);
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
