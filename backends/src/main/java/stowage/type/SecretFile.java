package stowage.type;

import org.jspecify.annotations.Nullable;
import stowage.schema.Property;

/**
 * Where a pool's secret lies on the host, outside of {@code storage.cfg}.
 *
 * @param property the option that it is entered by
 * @param path absolute
 * @param mode as for chmod(1); the cluster file system has modes of its own
 * @param form what the file holds
 * @param reference a file beside it that only names it, for programs that look there; null for none
 */
public record SecretFile(
    Property<?> property,
    String path,
    String mode,
    SecretForm form,
    @Nullable Reference reference) {

  /** A file without a secret that comes and goes with it. */
  public record Reference(String path, String content) {}

  public SecretFile(Property<?> property, String path, String mode, SecretForm form) {
    this(property, path, mode, form, null);
  }

  /** Where the one before is kept, if it is kept at all. */
  public String old() {
    return path + (form.isLasting() ? ".old" : ".old.stowage");
  }

  /** The directory that it lies in. */
  public String directory() {
    return path.substring(0, path.lastIndexOf('/'));
  }
}
