package stowage.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stowage.exec.Secret;
import stowage.pbs.PbsException;
import stowage.pbs.Protection;
import stowage.schema.InvalidException;
import stowage.schema.Problem;

/** Reads what the commands for keys are given. */
final class KeyInput {
  private KeyInput() {}

  static InvalidException refused(String field, PbsException e) {
    return new InvalidException(List.of(new Problem(field, e.said())));
  }

  /** A file is named, or a pool, and not both. */
  static void requireOne(@Nullable String file, @Nullable String pool) throws InvalidException {
    if ((file == null) == (pool == null)) {
      throw new InvalidException("file", "cli.key.file-or-pool");
    }
  }

  static <T> T among(String option, String given, List<String> words, List<T> values)
      throws InvalidException {
    int at = words.indexOf(given);
    if (at < 0) {
      throw new InvalidException(option, "problem.choice", given, String.join(", ", words));
    }
    return values.get(at);
  }

  /**
   * @param passphrase asked for only if the function needs one; stays the caller's
   */
  static Protection protection(String kdf, @Nullable Secret passphrase, @Nullable String hint)
      throws InvalidException {
    if (passphrase == null) {
      if (hint != null) {
        throw new InvalidException("hint", "cli.key.hint-alone");
      }
      return Protection.none();
    }
    return kdf.equals("scrypt")
        ? Protection.scrypt(passphrase, hint)
        : Protection.pbkdf2(passphrase, hint);
  }

  /** Whether a passphrase goes with this function. */
  static boolean isClosing(String kdf) throws InvalidException {
    return among("kdf", kdf, List.of("none", "scrypt", "pbkdf2"), List.of(false, true, true));
  }
}
