package stowage.type;

import java.util.List;
import stowage.schema.InvalidException;
import stowage.volume.Volume;

/** Another name for a volume, and with it perhaps another owner. */
public interface Renaming {

  /**
   * @param snapshots of the volume, freshly listed; some types can't rename a volume that has any
   * @param existing everything that takes a name, freshly read by {@link Backend#taken}
   * @throws InvalidException when a rule forbids it
   */
  Provisioning.Allocation rename(
      Pool pool, Volume volume, Naming wanted, List<Snapshot> snapshots, List<Volume> existing)
      throws InvalidException;
}
