package stowage.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageId;
import stowage.host.InUse;
import stowage.message.Printable;
import stowage.schema.InvalidException;
import stowage.type.Naming;
import stowage.type.StreamFormat;
import stowage.volume.ContentType;
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

  /** An absolute path of a host. */
  static String path(String text) throws InvalidException {
    if (!Printable.isLine(text)) {
      throw new InvalidException("volume", "problem.control-character");
    }
    return text;
  }

  /** A volume id, or a name that {@code --storage} completes. */
  static VolumeId volume(String text, @Nullable String storage) throws InvalidException {
    if (storage == null) {
      return volume(text);
    }
    StorageId pool = pool(storage);
    // The name of a backup on a server has colons of its own.
    Optional<VolumeId> whole = VolumeId.parse(text);
    if (whole.isEmpty()) {
      return new VolumeId(pool, text);
    }
    VolumeId volume = whole.get();
    if (!volume.storage().equals(pool)) {
      throw new InvalidException(
          "volume", "cli.storage-mismatch", volume.storage().text(), storage);
    }
    return volume;
  }

  static Naming naming(String guest, String name) throws InvalidException {
    return new Naming(guest(guest), name.isEmpty() ? null : name);
  }

  static InUse inUse(boolean force) {
    return force ? InUse.OVERRULE : InUse.REFUSE;
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

  static StreamFormat stream(String text) throws InvalidException {
    return StreamFormat.of(text)
        .orElseThrow(() ->
            new InvalidException(
                "format",
                "cli.stream-format",
                text,
                Arrays.stream(StreamFormat.values())
                    .map(StreamFormat::word)
                    .collect(Collectors.joining(", "))));
  }

  static boolean flag(String option, String text) throws InvalidException {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "1", "yes", "on", "true" -> true;
      case "0", "no", "off", "false" -> false;
      default -> throw new InvalidException(option, "problem.flag", text);
    };
  }

  /** A file of this computer; network addresses as {@code pvesm} knows them are none. */
  static Path file(String text) throws InvalidException {
    if (text.isEmpty() || text.matches("(?:tcp|unix)://.*")) {
      throw new InvalidException("file", "cli.file-only", text);
    }
    return Path.of(text);
  }

  /**
   * @param named null to go by the file's name
   */
  static ContentType content(@Nullable String named, String file) throws InvalidException {
    String word = named == null ? guessed(file.toLowerCase(Locale.ROOT)) : named;
    return ContentType.of(word)
        .orElseThrow(() -> new InvalidException("content", "cli.content", word));
  }

  private static String guessed(String file) {
    if (file.matches(".*\\.(?:iso|img)")) {
      return "iso";
    }
    return file.matches(".*\\.tar(?:\\.[a-z0-9]+)?") ? "vztmpl" : "import";
  }
}
