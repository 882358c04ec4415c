package stowage.type;

import static stowage.type.ZfsPoolBackend.dataset;

import java.util.ArrayList;
import java.util.List;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.tool.Zfs;
import stowage.volume.Size;
import stowage.volume.Volume;
import stowage.volume.VolumeId;
import stowage.volume.VolumeName;
import stowage.volume.VolumeNames;

/**
 * ZFS sends snapshots, with everything that belongs to them. For the present state one is made, and
 * removed at both ends when it has done its work.
 */
final class ZfsTransfer implements Transfer {
  private static final String PASSING = "__migration__";

  @Override
  public List<StreamFormat> exports(Pool pool, VolumeName volume, Extent extent) {
    return List.of(StreamFormat.ZFS);
  }

  @Override
  public List<StreamFormat> imports(Pool pool, VolumeName volume, Extent extent) {
    return List.of(StreamFormat.ZFS);
  }

  @Override
  public Export export(Pool pool, Volume volume, StreamFormat format, Extent extent)
      throws InvalidException {
    VolumeName name = VolumeNames.parse(StorageType.ZFSPOOL, volume.id().name());
    Streams.require(format, exports(pool, name, extent), name, extent);
    boolean clone = name.origin().isPresent() && extent.base() == null;
    if (clone && extent.withSnapshots()) {
      Streams.refuseClone(name);
    }
    // With -R a clone's first snapshot is sent as what differs from its template.
    Exec send = Streams.source(Zfs.ZFS.program(), "send", clone ? "-p" : "-Rp");
    if (extent.base() != null) {
      send = send.and(extent.withSnapshots() ? "-I" : "-i", extent.base());
    }
    String full = dataset(pool) + "/" + name.name();
    String snapshot = extent.snapshot();
    if (snapshot != null) {
      return new Export(Change.of(), send.and("--", full + "@" + snapshot), Change.of());
    }
    Step mark =
        Step.of(
            Message.of("step.snapshot-create", PASSING, name.name()), Zfs.snapshot(full, PASSING));
    return new Export(
        Change.of(mark), send.and("--", full + "@" + PASSING), Change.of(unmark(full, name)));
  }

  private static Step unmark(String full, VolumeName name) {
    return Step.of(
        Message.of("step.snapshot-delete", PASSING, name.name()),
        Zfs.destroySnapshot(full, PASSING));
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
    VolumeName name = VolumeNames.parse(StorageType.ZFSPOOL, wanted);
    Streams.refuseClone(name);
    Streams.require(format, imports(pool, name, extent), name, extent);
    Streams.checkNew(name);
    String full = dataset(pool) + "/" + name.name();
    Step fill = Streams.fill(name.name(), Zfs.ZFS.program(), "recv", "-F", "--", full);
    String base = extent.base();
    List<Step> steps = new ArrayList<>();
    steps.add(
        fill.undoneEvenHalfwayBy(
            base == null ? Zfs.destroyAll(full) : Zfs.rollbackAll(full, base)));
    if (extent.snapshot() == null) {
      steps.add(unmark(full, name).forgiving(Step.Leniency.OPTIONAL));
    }
    Guard guard =
        base == null
            ? Zfs.absent(Message.of("problem.volume-exists", name.name(), pool.id().text()), full)
            : present(base, full);
    return new Provisioning.Allocation(
        new VolumeId(pool.id(), name.name()), new Change(List.of(guard), steps));
  }

  private static Guard present(String snapshot, String full) {
    return Guard.status(
        Message.of("problem.snapshot-missing", snapshot, full),
        Exec.reads(Zfs.ZFS.program(), "list", "-H", "-o", "name", full + "@" + snapshot),
        0);
  }
}
