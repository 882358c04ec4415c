package stowage.volume;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stowage.schema.InvalidException;

/** A number of bytes, never negative. */
public record Size(long bytes) implements Comparable<Size> {
  public static final Size ZERO = new Size(0);
  private static final String FIELD = "size";
  private static final String UNITS = "KMGTPE";
  private static final Pattern OPTION = Pattern.compile("\\d+[MG]?");
  private static final Pattern WITH_UNIT = Pattern.compile("\\d+[^\\d.,\\s]+");
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

  /**
   * Reads a size as {@code pvesm alloc} takes it: digits, then M or G; without a letter KiB.
   *
   * @throws InvalidException naming {@code size}; each mistake has a text of its own
   */
  public static Size option(String text) throws InvalidException {
    if (text.startsWith("-")) {
      throw new InvalidException(FIELD, "problem.size-negative", text);
    }
    if (!OPTION.matcher(text).matches()) {
      throw WITH_UNIT.matcher(text).matches()
          ? new InvalidException(FIELD, "problem.size-unit", text)
          : new InvalidException(FIELD, "problem.size-form", text);
    }
    Size size =
        parse(text).orElseThrow(() -> new InvalidException(FIELD, "problem.size-overflow", text));
    if (size.equals(ZERO)) {
      throw new InvalidException(FIELD, "problem.size-nothing", text);
    }
    return size;
  }

  /** Short, for people, in powers of 1024: {@code 528 KiB}, {@code 1.5 TiB}. */
  public String text() {
    if (bytes < 1024) {
      return bytes + " B";
    }
    int power = (63 - Long.numberOfLeadingZeros(bytes)) / 10;
    BigDecimal amount =
        BigDecimal.valueOf(bytes)
            .divide(BigDecimal.valueOf(1L << (10 * power)), 2, RoundingMode.HALF_UP);
    // 1023.999 MiB is 1024.00 MiB when rounded, and then 1 GiB.
    if (amount.compareTo(BigDecimal.valueOf(1024)) >= 0 && power < UNITS.length()) {
      amount = BigDecimal.ONE;
      power++;
    }
    String digits = amount.stripTrailingZeros().toPlainString();
    return digits + " " + UNITS.charAt(power - 1) + "iB";
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
