package stowage.host;

import org.jspecify.annotations.Nullable;

/**
 * A guest as its configuration file tells.
 *
 * @param id number, or the name that libvirt knows it by
 * @param name as a person calls it; null when the file does not say, or it is the id
 */
public record Guest(String id, @Nullable String name) {

  /** {@code 100 (mail)}. */
  public String label() {
    return name == null ? id : id + " (" + name + ")";
  }
}
