package stowage.volume;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes, never negative. */
public record Size(long bytes) implements Comparable<Size> {
  public static final Size ZERO = new Size(0);
  private static final Pattern ENTERED = Pattern.compile("(\\d{1,19})([KMGT]?)");

  public Size {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size is not negative: " + bytes);
    }
  }

  public static Size kib(long kib) {
    return new Size(Math.multiplyExact(kib, 1024L));
  }

  public static Size mib(long mib) {
    return kib(Math.multiplyExact(mib, 1024L));
  }

  /**
   * Reads what a person entered: digits, then K, M, G or T (powers of 1024); without a letter KiB,
   * as {@code pvesm alloc} has it. Empty for anything else, also for what does not fit into 63
   * bits.
   */
  public static Optional<Size> parse(String text) {
    Matcher m = ENTERED.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    int shift =
        switch (m.group(2)) {
          case "M" -> 20;
          case "G" -> 30;
          case "T" -> 40;
          default -> 10;
        };
    try {
      return Optional.of(new Size(Math.multiplyExact(Long.parseLong(m.group(1)), 1L << shift)));
    } catch (ArithmeticException | NumberFormatException _) {
      return Optional.empty();
    }
  }

  /** The next multiple of {@code unit}, or this size if it is one. */
  public Size roundedUp(long unit) {
    return new Size(Math.multiplyExact(Math.ceilDiv(bytes, unit), unit));
  }

  public long inKib() {
    return Math.ceilDiv(bytes, 1024L);
  }

  @Override
  public int compareTo(Size other) {
    return Long.compare(bytes, other.bytes);
  }
}
