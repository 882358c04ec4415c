package stowage.target;

/**
 * The device of a ZFS volume on the target's host.
 *
 * @param base directory of devices there
 * @param dataset the volume, with the pool in front
 */
public record Device(String base, String dataset) {

  public String path() {
    return base + "/" + dataset;
  }

  /** The volume's name without the pool. */
  public String leaf() {
    return dataset.substring(dataset.lastIndexOf('/') + 1);
  }

  /** Whether another path leads to the same device: links to it stand in several directories. */
  boolean isAt(String other) {
    return other.equals(path()) || (other.startsWith("/dev/") && other.endsWith("/" + dataset));
  }
}
