package stowage.pbs.server;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file of a backup.
 *
 * @param mode null for one that no manifest lists, and for modes not known here
 * @param size in bytes; null when the server does not know
 */
public record BackupFile(String name, @Nullable Mode mode, @Nullable Long size) {

  /** How a file's content is kept. */
  public enum Mode {
    NONE("none"),
    ENCRYPT("encrypt"),
    SIGN_ONLY("sign-only");

    private final String word;

    Mode(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }

    static Optional<Mode> of(String word) {
      for (Mode mode : values()) {
        if (mode.word.equals(word)) {
          return Optional.of(mode);
        }
      }
      return Optional.empty();
    }
  }
}
