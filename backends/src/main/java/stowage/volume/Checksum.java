package stowage.volume;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import stowage.schema.InvalidException;

/**
 * What a file's content comes down to.
 *
 * @param algorithm how
 * @param hex lower-case digits
 */
public record Checksum(Algorithm algorithm, String hex) {

  /** Each is known to hosts as a program of that name with {@code sum} behind it. */
  public enum Algorithm {
    MD5(32, "MD5"),
    SHA1(40, "SHA-1"),
    SHA224(56, "SHA-224"),
    SHA256(64, "SHA-256"),
    SHA384(96, "SHA-384"),
    SHA512(128, "SHA-512");

    private final int digits;
    private final String standardName;

    Algorithm(int digits, String standardName) {
      this.digits = digits;
      this.standardName = standardName;
    }

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** As Java's security providers call it. */
    public String standardName() {
      return standardName;
    }
  }

  public Checksum {
    hex = hex.toLowerCase(Locale.ROOT);
    if (hex.length() != algorithm.digits || !hex.matches("[0-9a-f]+")) {
      throw new IllegalArgumentException("not a checksum: " + hex);
    }
  }

  /**
   * @param text {@code sha256:0123…}, or the digits alone, whose number tells the algorithm
   */
  public static Checksum parse(String text) throws InvalidException {
    int colon = text.indexOf(':');
    String word = text.substring(0, Math.max(colon, 0)).toLowerCase(Locale.ROOT);
    String hex = text.substring(colon + 1).strip();
    for (Algorithm algorithm : Algorithm.values()) {
      boolean named = colon < 0 || algorithm.word().equals(word.replace("-", ""));
      if (named && hex.length() == algorithm.digits && hex.matches("[0-9a-fA-F]+")) {
        return new Checksum(algorithm, hex);
      }
    }
    throw new InvalidException(
        "checksum",
        "problem.checksum",
        text,
        Arrays.stream(Algorithm.values()).map(Algorithm::word).collect(Collectors.joining(", ")));
  }
}
