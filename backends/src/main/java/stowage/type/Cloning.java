package stowage.type;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stowage.schema.InvalidException;
import stowage.volume.Volume;

/** Templates, and volumes that share their data with one. */
public interface Cloning {

  /**
   * Makes the volume a template: its content is fixed from then on, and it gets another name.
   *
   * @param snapshots of the volume, freshly listed
   * @param existing everything that takes a name, freshly read by {@link Backend#taken}
   * @throws InvalidException when a rule forbids it
   */
  Provisioning.Allocation template(
      Pool pool, Volume volume, List<Snapshot> snapshots, List<Volume> existing)
      throws InvalidException;

  /**
   * Makes a volume that holds only what differs from its source.
   *
   * @param snapshot null for the template itself
   * @param existing as for {@link #template}
   * @throws InvalidException when a rule forbids it
   */
  Provisioning.Allocation clone(
      Pool pool, Volume source, @Nullable String snapshot, Naming wanted, List<Volume> existing)
      throws InvalidException;
}
