package stowage.type;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.schema.Schema;
import stowage.tool.Mounts;
import stowage.volume.ContentType;
import stowage.volume.Volume;
import stowage.volume.VolumeName;

/** What the types have in common whose pools are directories once they are mounted. */
sealed interface FileBackend extends Backend
    permits DirBackend, NfsBackend, CifsBackend, CephfsBackend, GlusterfsBackend, BtrfsBackend {

  FileVolumes volumes();

  /** What must be mounted. */
  Footing footing(Pool pool);

  @Override
  default Schema schema() {
    return volumes().schema();
  }

  @Override
  default Support supports(Feature feature, Pool pool, @Nullable VolumeName volume) {
    return FileAbilities.of(feature, pool, volume);
  }

  @Override
  default Probe<PoolStatus> status(Pool pool) {
    return DirectoryStatus.of(FileVolumes.base(pool), footing(pool));
  }

  /** Unmounts what the pool itself mounts; a disk that somebody else has mounted stays. */
  @Override
  default Probe<Change> deactivation(Pool pool) {
    return switch (footing(pool)) {
      case Footing.Anywhere _, Footing.MountPoint _ -> FileBackend.nothing();
      case Footing.OwnMount own ->
          Probe.of(
              Mounts.read(),
              answer ->
                  Mounts.of(answer)
                      .map(mounts -> own.isIn(mounts) ? unmounting(own.path()) : Change.of()));
    };
  }

  private static Probe<Change> nothing() {
    return Probe.constant(Reading.known(Change.of()));
  }

  private static Change unmounting(String path) {
    return Change.of(Step.of(Message.of("step.unmount", path), Mounts.unmount(path)));
  }

  @Override
  default Probe<List<Volume>> list(Pool pool, Set<ContentType> wanted) {
    return FileListing.of(volumes(), pool, footing(pool), wanted);
  }

  @Override
  default VolumeName parse(String name) throws InvalidException {
    return volumes().parse(name);
  }

  @Override
  default String path(Pool pool, String name, @Nullable String snapshot) throws InvalidException {
    return volumes().path(pool, name, snapshot);
  }

  @Override
  default Optional<Provisioning> provisioning() {
    return Optional.of(new FileProvisioning(volumes()));
  }

  @Override
  default Optional<Snapshots> snapshots() {
    return Optional.of(new FileSnapshots(volumes()));
  }

  @Override
  default Optional<Transfer> transfer() {
    return Optional.of(TemplateTransfer.ofFiles(this, new FileTransfer(volumes())));
  }

  @Override
  default Optional<Intake> intake() {
    return Optional.of(new FileIntake(volumes()));
  }

  @Override
  default Optional<Attributes> attributes() {
    return Optional.of(new FileAttributes(volumes()));
  }

  @Override
  default Optional<Pruning> pruning() {
    return Optional.of(new FilePruning(volumes()));
  }

  @Override
  default Optional<Cloning> cloning() {
    return Optional.of(new FileCloning(volumes()));
  }

  @Override
  default Optional<Renaming> renaming() {
    return Optional.of(new FileRenaming(volumes()));
  }

  @Override
  default Access access(Pool pool, String name, @Nullable String snapshot) throws InvalidException {
    return FileMove.access(parse(name), volumes().path(pool, name, snapshot));
  }

  @Override
  default Support supportsSnapshot(Feature feature, Pool pool, VolumeName volume) {
    return supports(feature, pool, null) instanceof Support.No no
        ? no
        : FileAbilities.ofSnapshot(feature, pool, volume);
  }
}
