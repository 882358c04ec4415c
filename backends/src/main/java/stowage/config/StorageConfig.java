package stowage.config;

import java.util.List;
import java.util.Optional;
import stowage.message.Message;

/**
 * {@code storage.cfg} as an editable document. Lossless: what is not changed here stays byte for
 * byte as it was, comments, unknown types and keys, order and line ends included.
 */
public final class StorageConfig {

  /** Where the file lies, on a cluster node and on a plain host alike. */
  public static final String PATH = "/etc/pve/storage.cfg";

  private StorageConfig() {}

  public static StorageConfig parse(byte[] file) {
    throw new UnsupportedOperationException("in work: " + file.length);
  }

  public byte[] bytes() {
    throw new UnsupportedOperationException("in work");
  }

  /** Lower-case hex SHA-1 of the bytes, as Proxmox VE computes it. */
  public String digest() {
    throw new UnsupportedOperationException("in work");
  }

  /**
   * In file order; a later section of the same name has replaced an earlier one. Without the forced
   * {@code local}.
   */
  public List<Section> sections() {
    throw new UnsupportedOperationException("in work");
  }

  public Optional<Section> section(String id) {
    throw new UnsupportedOperationException("in work: " + id);
  }

  /** What Proxmox VE would warn about, ignore or drop when reading this file. */
  public List<Message> warnings() {
    throw new UnsupportedOperationException("in work");
  }

  /**
   * A new document with this section added at the end, or put in the place of the one with its
   * name.
   */
  public StorageConfig with(Section section) {
    throw new UnsupportedOperationException("in work: " + section);
  }

  public StorageConfig without(String id) {
    throw new UnsupportedOperationException("in work: " + id);
  }
}
