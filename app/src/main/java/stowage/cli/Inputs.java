package stowage.cli;

import stowage.config.StorageId;
import stowage.schema.InvalidException;
import stowage.volume.Size;
import stowage.volume.VolumeId;

/** Reads the arguments that several commands share. */
final class Inputs {
  private Inputs() {}

  static StorageId pool(String text) throws InvalidException {
    if (!StorageId.isValid(text)) {
      throw new InvalidException("storage", "problem.storage-id", text);
    }
    return new StorageId(text);
  }

  static VolumeId volume(String text) throws InvalidException {
    return VolumeId.parse(text)
        .orElseThrow(() -> new InvalidException("volume", "cli.volume-id", text));
  }

  /** A volume id, or a name that {@code --storage} completes. */
  static VolumeId volume(String text, @org.jspecify.annotations.Nullable String storage)
      throws InvalidException {
    if (storage == null) {
      return volume(text);
    }
    StorageId pool = pool(storage);
    if (text.indexOf(':') < 0) {
      return new VolumeId(pool, text);
    }
    VolumeId volume = volume(text);
    if (!volume.storage().equals(pool)) {
      throw new InvalidException(
          "volume", "cli.storage-mismatch", volume.storage().text(), storage);
    }
    return volume;
  }

  static int guest(String text) throws InvalidException {
    if (!text.matches("[1-9][0-9]{2,8}")) {
      throw new InvalidException("vmid", "problem.guest-id", text, 100, 999_999_999);
    }
    return Integer.parseInt(text);
  }

  static Size size(String text) throws InvalidException {
    return Size.parse(text)
        .filter(s -> s.bytes() > 0)
        .orElseThrow(() -> new InvalidException("size", "cli.size", text));
  }
}
