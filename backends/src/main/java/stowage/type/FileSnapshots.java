package stowage.type;

import java.util.List;
import stowage.exec.Probe;
import stowage.schema.InvalidException;
import stowage.volume.Volume;

/**
 * Snapshots within the image, or beside it where the pool keeps them apart.
 *
 * @param volumes names and paths of the pool type
 */
record FileSnapshots(FileVolumes volumes) implements Snapshots {

  private Snapshots of(Pool pool) {
    return FileVolumes.isChained(pool) ? new ChainSnapshots(volumes) : new QcowSnapshots(volumes);
  }

  @Override
  public Probe<List<Snapshot>> list(Pool pool, Volume volume) {
    return of(pool).list(pool, volume);
  }

  @Override
  public Change create(Pool pool, Volume volume, String name) throws InvalidException {
    return of(pool).create(pool, volume, name);
  }

  @Override
  public Change rollback(Pool pool, Volume volume, String name, List<Snapshot> existing)
      throws InvalidException {
    return of(pool).rollback(pool, volume, name, existing);
  }

  @Override
  public Change delete(Pool pool, Volume volume, String name, List<Snapshot> existing)
      throws InvalidException {
    return of(pool).delete(pool, volume, name, existing);
  }
}
