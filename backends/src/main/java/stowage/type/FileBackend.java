package stowage.type;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stowage.exec.Probe;
import stowage.schema.InvalidException;
import stowage.schema.Schema;
import stowage.volume.ContentType;
import stowage.volume.Volume;
import stowage.volume.VolumeName;

/** What the types have in common whose pools are directories once they are mounted. */
sealed interface FileBackend extends Backend permits DirBackend, NfsBackend, WatchedBackend {

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
    return Optional.of(new QcowSnapshots(volumes()));
  }

  @Override
  default Optional<Transfer> transfer() {
    return Optional.of(new FileTransfer(volumes()));
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
}
