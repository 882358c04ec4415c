package stowage.tool;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Points in time as hosts tell them. A file system or a program may say any number; beyond the
 * years that are written with four digits it is no time that anybody meant, and a calendar could
 * not show it.
 */
final class HostTime {
  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  private HostTime() {}

  /**
   * @param seconds since 1970
   * @return null when it is unknown
   */
  static @Nullable Instant of(long seconds) {
    return isKnown(seconds) ? Instant.ofEpochSecond(seconds) : null;
  }

  /**
   * @param seconds since 1970, to the millisecond
   * @return null when it is unknown
   */
  static @Nullable Instant of(BigDecimal seconds) {
    // Asked first, because a number with a large exponent has no end when it is written out.
    boolean known =
        seconds.compareTo(BigDecimal.valueOf(FIRST.getEpochSecond())) >= 0
            && seconds.compareTo(BigDecimal.valueOf(LAST.getEpochSecond())) <= 0;
    return known ? Instant.ofEpochMilli(seconds.movePointRight(3).longValue()) : null;
  }

  private static boolean isKnown(long seconds) {
    return seconds >= FIRST.getEpochSecond() && seconds <= LAST.getEpochSecond();
  }
}
