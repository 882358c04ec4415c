package stowage.pbs;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stowage.pbs.PbsException.Reason;

/** Points in time as key files write them: whole seconds with a numeric offset. */
public final class FileTime {
  private static final Pattern FORM =
      Pattern.compile(
          "(\\d{4})-(\\d\\d)-(\\d\\d)T(\\d\\d):(\\d\\d):(\\d\\d)(?:Z|([+-])(\\d\\d):(\\d\\d))");
  // A year has four digits where the time is written. Elsewhere it may already be the next one.
  private static final LocalDateTime FIRST = LocalDateTime.parse("0000-01-01T00:00:00");
  private static final LocalDateTime LAST = LocalDateTime.parse("9999-12-31T23:59:59");

  private static final DateTimeFormatter WRITTEN =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");

  private FileTime() {}

  public static Instant read(String text) throws PbsException {
    Matcher m = FORM.matcher(text);
    if (!m.matches()) {
      throw new PbsException(Reason.BAD_TIME, text);
    }
    int month = number(m, 2);
    int day = number(m, 3);
    int hour = number(m, 4);
    int minute = number(m, 5);
    int second = number(m, 6);
    // Second 60 is a leap second and the 31st is not checked against the month, as in the client.
    boolean sound =
        month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour <= 23 && minute <= 59;
    int offset = m.group(7) == null ? 0 : number(m, 8) * 60 + number(m, 9);
    if (!sound || second > 60 || offset > 18 * 60) {
      throw new PbsException(Reason.BAD_TIME, text);
    }
    long days = LocalDate.of(number(m, 1), month, 1).toEpochDay() + day - 1;
    long local = ((days * 24 + hour) * 60 + minute) * 60 + second;
    long ahead = "-".equals(m.group(7)) ? -offset : offset;
    Instant time = Instant.ofEpochSecond(local - ahead * 60);
    if (time.isAfter(LAST.toInstant(ZoneOffset.MIN))) {
      // The leap second at the very end could not be written again.
      throw new PbsException(Reason.BAD_TIME, text);
    }
    return time;
  }

  /**
   * @param time as {@link #read} gives it, or nearer
   * @param zone whose offset is taken, unless it has another millennium than the form
   */
  static String write(Instant time, ZoneId zone) {
    // Offsets have had seconds until a century ago; the form has none.
    int minutes = zone.getRules().getOffset(time).getTotalSeconds() / 60;
    long early = time.getEpochSecond() - FIRST.toEpochSecond(ZoneOffset.UTC);
    long late = time.getEpochSecond() - LAST.toEpochSecond(ZoneOffset.UTC);
    long least = Math.ceilDiv(-early, 60);
    long most = Math.floorDiv(-late, 60);
    long offset = Math.clamp(minutes, least, most);
    return WRITTEN.format(time.atOffset(ZoneOffset.ofTotalSeconds(Math.toIntExact(offset * 60))));
  }

  private static int number(Matcher m, int group) {
    return Integer.parseInt(m.group(group));
  }
}
