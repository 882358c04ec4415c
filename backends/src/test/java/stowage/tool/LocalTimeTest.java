package stowage.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static stowage.tool.Told.assertLines;
import static stowage.tool.Told.ok;

import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.exec.Result;

class LocalTimeTest {

  @ParameterizedTest
  @CsvSource({
    "/usr/share/zoneinfo/Etc/UTC, Etc/UTC",
    "/usr/share/zoneinfo/Asia/Seoul, Asia/Seoul",
    "/usr/share/zoneinfo/America/Argentina/Ushuaia, America/Argentina/Ushuaia",
    "/usr/lib/zoneinfo/Europe/Vienna, Europe/Vienna"
  })
  void theLinkNamesTheZone(String path, String zone) {
    assertEquals(ZoneId.of(zone), LocalTime.zone(ok(path + "\n")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/etc/localtime",
        "/usr/share/zoneinfo/",
        "/usr/share/zoneinfo/Nowhere/Town",
        "/usr/share/zoneinfo/../../etc/passwd"
      })
  void aHostWithoutAZoneThatIsKnownHasUtc(String path) {
    assertEquals(ZoneOffset.UTC, LocalTime.zone(ok(path + "\n")));
    assertEquals(ZoneOffset.UTC, LocalTime.zone(Result.exited(1, "", "readlink: no")));
  }

  @Test
  void asksWhereTheLinkLeads() {
    assertLines("?$ /usr/bin/readlink -f /etc/localtime", LocalTime.program());
  }
}
