package stowage.pbs;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stowage.pbs.PbsException.Reason;

/** Points in time as key files write them: whole seconds with a numeric offset. */
final class FileTime {
  private static final Pattern FORM =
      Pattern.compile(
          "(\\d{4})-(\\d\\d)-(\\d\\d)T(\\d\\d):(\\d\\d):(\\d\\d)(?:Z|([+-])(\\d\\d):(\\d\\d))");
  private static final DateTimeFormatter WRITTEN =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");

  private FileTime() {}

  static Instant read(String text) throws PbsException {
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
    return Instant.ofEpochSecond(local - ahead * 60);
  }

  static String write(Instant time, ZoneId zone) {
    // Offsets have had seconds until a century ago; the form has none.
    int minutes = zone.getRules().getOffset(time).getTotalSeconds() / 60;
    return WRITTEN.format(time.atOffset(ZoneOffset.ofTotalSeconds(minutes * 60)));
  }

  private static int number(Matcher m, int group) {
    return Integer.parseInt(m.group(group));
  }
}
