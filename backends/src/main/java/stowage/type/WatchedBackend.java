package stowage.type;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.message.Message;
import stowage.volume.VolumeName;

/** The directory-like types that this version reads, but does not mount or change. */
sealed interface WatchedBackend extends FileBackend
    permits CifsBackend, CephfsBackend, GlusterfsBackend, BtrfsBackend {

  @Override
  default Support supports(Feature feature, Pool pool, @Nullable VolumeName volume) {
    return switch (feature) {
      case SHARED, REPLICATE -> FileAbilities.of(feature, pool, volume);
      case ALLOCATE,
          FREE,
          RESIZE,
          SNAPSHOT,
          ROLLBACK,
          LINKED_CLONE,
          TEMPLATE,
          FULL_COPY,
          RENAME,
          SPARSE,
          UPLOAD,
          EXPORT ->
          Support.no("support.read-only-type", pool.type().word());
    };
  }

  /** Nothing to do for a pool that is there; one that is not must be mounted by other means. */
  @Override
  default Probe<Change> activation(Pool pool) {
    return status(pool)
        .and(
            Probe.constant(Reading.known(Change.of())),
            (status, nothing) ->
                switch (status) {
                  case Reading.Failed<PoolStatus>(Message reason) -> new Reading.Failed<>(reason);
                  case Reading.Known<PoolStatus>(PoolStatus known) -> {
                    Message reason = known.reason();
                    yield reason == null ? nothing : new Reading.Failed<>(reason);
                  }
                });
  }

  @Override
  default Optional<Provisioning> provisioning() {
    return Optional.empty();
  }

  @Override
  default Optional<Snapshots> snapshots() {
    return Optional.empty();
  }
}
