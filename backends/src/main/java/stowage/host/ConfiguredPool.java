package stowage.host;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stowage.config.Section;
import stowage.config.StorageType;
import stowage.exec.Probe;
import stowage.schema.InvalidException;
import stowage.schema.Problem;
import stowage.type.Backend;
import stowage.type.Backends;
import stowage.type.Cloning;
import stowage.type.Feature;
import stowage.type.Intake;
import stowage.type.Pool;
import stowage.type.Pools;
import stowage.type.Provisioning;
import stowage.type.Renaming;
import stowage.type.SecretFile;
import stowage.type.SecretForm;
import stowage.type.Snapshots;
import stowage.type.Support;
import stowage.type.Transfer;
import stowage.volume.VolumeId;
import stowage.volume.VolumeName;

/**
 * A pool of the configuration with the type that runs it.
 *
 * @param below the pool of the volume that this one stands on; null for none, or when that can't be
 *     used
 */
record ConfiguredPool(Pool pool, Backend backend, @Nullable ConfiguredPool below) {

  /**
   * @throws InvalidException when no type of this version can run it
   */
  static ConfiguredPool of(Pool pool) throws InvalidException {
    return new ConfiguredPool(
        pool,
        Backends.of(pool.type())
            .orElseThrow(
                () -> new InvalidException("type", "problem.type-not-here", pool.type().word())),
        null);
  }

  static ConfiguredPool of(Section section) throws InvalidException {
    Pool pool =
        Pools.of(section)
            .orElseThrow(
                () -> new InvalidException("type", "problem.type-not-here", section.type()));
    return of(pool);
  }

  ConfiguredPool on(@Nullable ConfiguredPool other) {
    return new ConfiguredPool(pool, backend, other);
  }

  /** Asks what plans of this pool rest on. */
  Probe<ConfiguredPool> briefed() {
    return backend.briefed(pool).map(knowing -> new ConfiguredPool(pool, knowing, below));
  }

  /** Where a secret of this form lies, for a type that has one. */
  SecretFile secretFile(SecretForm form) {
    return backend.secretFiles(pool).stream()
        .filter(file -> file.form() == form)
        .findFirst()
        .orElseThrow();
  }

  VolumeName parse(VolumeId volume) throws InvalidException {
    return backend.parse(volume.name());
  }

  /**
   * @param volume null to ask about the pool in general
   * @throws InvalidException with the reason when it can't be done
   */
  void require(Feature feature, @Nullable VolumeName volume) throws InvalidException {
    switch (backend.supports(feature, pool, volume)) {
      case Support.Yes _ -> {}
      case Support.No(var reason) ->
          throw new InvalidException(
              List.of(new Problem(volume == null ? "storage" : "volume", reason)));
    }
  }

  Provisioning provisioning(Feature feature, @Nullable VolumeName volume) throws InvalidException {
    require(feature, volume);
    if (pool.type() == StorageType.PBS) {
      throw new InvalidException("volume", "problem.server-removes", pool.id().text());
    }
    return backend.provisioning().orElseThrow(() -> unsaid(feature));
  }

  Snapshots snapshots(Feature feature, VolumeName volume) throws InvalidException {
    require(feature, volume);
    return backend.snapshots().orElseThrow(() -> unsaid(feature));
  }

  Transfer transfer(Feature feature, @Nullable VolumeName volume) throws InvalidException {
    require(feature, volume);
    if (backend.transfer().isEmpty()) {
      // Some can make volumes and yet not send or receive any.
      require(Feature.EXPORT, volume);
    }
    return backend.transfer().orElseThrow(() -> unsaid(feature));
  }

  Intake intake() throws InvalidException {
    require(Feature.UPLOAD, null);
    return backend.intake().orElseThrow(() -> unsaid(Feature.UPLOAD));
  }

  Cloning cloning(Feature feature, VolumeName volume) throws InvalidException {
    require(feature, volume);
    return backend.cloning().orElseThrow(() -> unsaid(feature));
  }

  Renaming renaming(VolumeName volume) throws InvalidException {
    require(Feature.RENAME, volume);
    return backend.renaming().orElseThrow(() -> unsaid(Feature.RENAME));
  }

  /**
   * @param snapshot null to ask about the volume itself
   */
  void require(Feature feature, VolumeName volume, @Nullable String snapshot)
      throws InvalidException {
    if (snapshot == null) {
      require(feature, volume);
    } else if (backend.supportsSnapshot(feature, pool, volume) instanceof Support.No(var reason)) {
      throw new InvalidException(List.of(new Problem("snapshot", reason)));
    }
  }

  /** A type that says yes must also have the means. */
  private IllegalStateException unsaid(Feature feature) {
    return new IllegalStateException(pool.type() + " claims to support " + feature);
  }
}
