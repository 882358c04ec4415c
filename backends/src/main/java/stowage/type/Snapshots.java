package stowage.type;

import java.util.List;
import stowage.exec.Probe;
import stowage.schema.InvalidException;
import stowage.volume.Volume;

/** Snapshots of a volume. */
public interface Snapshots {

  /** Newest last. */
  Probe<List<Snapshot>> list(Pool pool, Volume volume);

  Change create(Pool pool, Volume volume, String name) throws InvalidException;

  /**
   * Puts the volume back; what was written since is lost.
   *
   * @param existing freshly listed; some types roll back to the newest one only
   */
  Change rollback(Pool pool, Volume volume, String name, List<Snapshot> existing)
      throws InvalidException;

  Change delete(Pool pool, Volume volume, String name, List<Snapshot> existing)
      throws InvalidException;
}
