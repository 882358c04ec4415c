package stowage.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.tool.Btrfs;
import stowage.tool.FileSystem;
import stowage.tool.HostTool;
import stowage.tool.QemuImg;
import stowage.volume.ContentType;
import stowage.volume.Volume;
import stowage.volume.VolumeName;

/** A directory on Btrfs, where each raw image is a file in a subvolume of its own. */
public final class BtrfsBackend implements FileBackend {

  @Override
  public FileVolumes volumes() {
    return Subvolumes.FILES;
  }

  @Override
  public List<HostTool> tools() {
    return List.of(Btrfs.TOOL, QemuImg.TOOL);
  }

  @Override
  public Footing footing(Pool pool) {
    return Footing.option(pool);
  }

  @Override
  public Support supports(Feature feature, Pool pool, @Nullable VolumeName volume) {
    return BtrfsAbilities.of(feature, pool, volume);
  }

  @Override
  public Probe<PoolStatus> status(Pool pool) {
    String base = FileVolumes.base(pool);
    Exec ask = FileSystem.read(base);
    return FileBackend.super
        .status(pool)
        .and(
            Probe.of(ask, answer -> FileSystem.of(ask, answer)),
            (status, found) ->
                found instanceof Reading.Known<FileSystem>(FileSystem fs)
                        && status instanceof Reading.Known<PoolStatus>(PoolStatus known)
                        && known.active()
                        && !fs.kind().equals("btrfs")
                    ? Reading.known(PoolStatus.inactive("problem.not-btrfs", base, fs.kind()))
                    : status);
  }

  @Override
  public Probe<Change> activation(Pool pool) {
    String base = FileVolumes.base(pool);
    Exec ask = FileSystem.read(base);
    return new DirectoryActivation(pool, footing(pool), null, true)
        .probe()
        .and(
            Probe.of(ask, answer -> FileSystem.of(ask, answer)),
            (change, found) ->
                found instanceof Reading.Known<FileSystem>(FileSystem fs)
                    ? fs.kind().equals("btrfs")
                        ? change
                        : Reading.failed("problem.not-btrfs", base, fs.kind())
                    : change.map(c -> checked(c, base)));
  }

  /** What is not there yet shows only once it is made what it lies on. */
  private static Change checked(Change change, String base) {
    List<Step> steps = new ArrayList<>(change.steps());
    steps.add(Step.of(Message.of("step.btrfs-check", base), Btrfs.isOn(base)));
    return new Change(change.guards(), steps);
  }

  @Override
  public Probe<List<Volume>> list(Pool pool, Set<ContentType> wanted) {
    return FileListing.of(
        pool,
        footing(pool),
        FileListing.wantsImages(wanted)
            ? SubvolumeListing.of(pool)
            : Probe.constant(Reading.known(List.of())),
        FlatListing.of(pool, wanted));
  }

  @Override
  public Probe<List<Volume>> taken(Pool pool) {
    return FileListing.of(
        pool, footing(pool), SubvolumeListing.taken(pool), FlatListing.of(pool, Set.of()));
  }

  @Override
  public String path(Pool pool, String name, @Nullable String snapshot) throws InvalidException {
    VolumeName volume = parse(name);
    if (!Subvolumes.holds(volume)) {
      return Subvolumes.FILES.path(pool, name, snapshot);
    }
    String place = Subvolumes.place(pool, name);
    String at = snapshot == null ? place : Subvolumes.snapshot(place, snapshot);
    return volume.format().equals("raw") ? at + Subvolumes.DISK : at;
  }

  @Override
  public Optional<Provisioning> provisioning() {
    return Optional.of(new BtrfsProvisioning());
  }

  @Override
  public Optional<Snapshots> snapshots() {
    return Optional.of(new BtrfsSnapshots());
  }

  @Override
  public Optional<Transfer> transfer() {
    return Optional.of(
        TemplateTransfer.ofFiles(
            this,
            new BtrfsTransfer(
                new FileTransfer(
                    Subvolumes.FILES,
                    new BtrfsProvisioning(),
                    (pool, name) -> path(pool, name, null)))));
  }

  @Override
  public Access access(Pool pool, String name, @Nullable String snapshot) throws InvalidException {
    return FileMove.access(parse(name), path(pool, name, snapshot));
  }

  @Override
  public Support supportsSnapshot(Feature feature, Pool pool, VolumeName volume) {
    return BtrfsAbilities.ofSnapshot(feature, volume);
  }

  @Override
  public Optional<Cloning> cloning() {
    return Optional.of(new BtrfsCloning());
  }

  @Override
  public Optional<Renaming> renaming() {
    return Optional.of(new BtrfsCloning());
  }
}
