package stowage.type;

import stowage.schema.Property;

/**
 * Where a pool's secret lies on the host, outside of {@code storage.cfg}.
 *
 * @param property the option that it is entered by
 * @param path absolute
 * @param mode as for chmod(1); the cluster file system has modes of its own
 * @param form what the file holds
 */
public record SecretFile(Property<?> property, String path, String mode, SecretForm form) {

  /** Where the one before is kept, if it is kept at all. */
  public String old() {
    return path + (form.isLasting() ? ".old" : ".old.stowage");
  }

  /** The directory that it lies in. */
  public String directory() {
    return path.substring(0, path.lastIndexOf('/'));
  }
}
