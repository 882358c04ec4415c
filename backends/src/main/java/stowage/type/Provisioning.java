package stowage.type;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stowage.schema.InvalidException;
import stowage.volume.ImageFormat;
import stowage.volume.Size;
import stowage.volume.Volume;
import stowage.volume.VolumeId;

/** Making, removing and growing volumes. */
public interface Provisioning {

  /**
   * What is to be made.
   *
   * @param owner the guest, 100 to 999999999
   * @param name volume name without pool and owner directory; null to take the first free one
   * @param format null for the pool's default
   * @param size virtual size; rounded up as the type needs it
   */
  record Order(int owner, @Nullable String name, @Nullable ImageFormat format, Size size) {}

  /**
   * @param made the volume that will be there
   * @param change guards (it does not exist yet) and steps
   */
  record Allocation(VolumeId made, Change change) {}

  /**
   * @param existing everything that takes a name, freshly read by {@link Backend#taken}
   * @throws InvalidException when a rule forbids it; one problem for each rule broken
   */
  Allocation allocate(Pool pool, Order order, List<Volume> existing) throws InvalidException;

  /**
   * Removes a volume with its snapshots. A volume that is already gone counts as removed where the
   * storage model says so (files, thin volumes, datasets).
   *
   * @param existing as for {@link #allocate}; it tells who depends on the volume
   */
  Change free(Pool pool, Volume volume, List<Volume> existing) throws InvalidException;

  /** Growing only: shrinking destroys data and is refused. */
  Change resize(Pool pool, Volume volume, Size size) throws InvalidException;
}
