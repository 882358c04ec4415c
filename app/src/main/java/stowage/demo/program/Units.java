package stowage.demo.program;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes on command lines. */
final class Units {
  private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?)([bBkKmMgGtT]?)(?:i?B)?");

  private Units() {}

  /**
   * Bytes meant by a number with a unit of powers of 1024.
   *
   * @param usual unit of a number without one; empty for bytes
   */
  static Optional<Long> bytes(String text, String usual) {
    Matcher m = SIZE.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    String unit = m.group(2).isEmpty() ? usual : m.group(2);
    int shift =
        switch (unit) {
          case "k", "K" -> 10;
          case "m", "M" -> 20;
          case "g", "G" -> 30;
          case "t", "T" -> 40;
          default -> 0;
        };
    return Optional.of((long) (Double.parseDouble(m.group(1)) * (1L << shift)));
  }
}
