package stowage.tool;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import stowage.exec.Exec;
import stowage.exec.Result;

/** Where a host's local time is defined, for programs that print no zone. */
public final class LocalTime {
  private static final String ZONES = "/zoneinfo/";

  private LocalTime() {}

  public static Exec program() {
    return Exec.reads("/usr/bin/readlink", "-f", "/etc/localtime");
  }

  /** UTC is what a host without any setting has. */
  public static ZoneId zone(Result answer) {
    String path = answer.text().strip();
    int at = path.indexOf(ZONES);
    try {
      return at < 0 ? ZoneOffset.UTC : ZoneId.of(path.substring(at + ZONES.length()));
    } catch (DateTimeException _) {
      return ZoneOffset.UTC;
    }
  }
}
