package stowage.pbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static stowage.pbs.Refusals.refused;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import stowage.pbs.PbsException.Reason;
import tools.jackson.databind.JsonNode;

class FileTimeTest {

  @Test
  void knownFormsAreRead() throws Exception {
    for (JsonNode known : Vectors.of("timestamps").path("valid")) {
      String text = Vectors.text(known, "text");
      assertEquals(known.path("epoch").longValue(), FileTime.read(text).getEpochSecond(), text);
    }
  }

  @Test
  void otherFormsAreRefused() {
    for (JsonNode wrong : Vectors.of("timestamps").path("invalid")) {
      refused(Reason.BAD_TIME, () -> FileTime.read(wrong.stringValue()));
    }
    for (String wrong :
        List.of(
            "2024-13-05T16:24:36Z",
            "2024-00-05T16:24:36Z",
            "2024-06-32T16:24:36Z",
            "2024-06-00T16:24:36Z",
            "2024-06-05T16:60:36Z",
            "2024-06-05T16:24:61Z",
            "2024-06-05T16:24:36+19:00",
            "9999-12-31T23:59:60-18:00",
            "٢٠٢٤-06-05T16:24:36Z")) {
      refused(Reason.BAD_TIME, () -> FileTime.read(wrong));
    }
  }

  @Test
  void whatTheClientLetsPassCountsOn() throws Exception {
    assertEquals(Instant.parse("2024-03-02T00:00:00Z"), FileTime.read("2024-02-31T00:00:00Z"));
    assertEquals(Instant.parse("2017-01-01T00:00:00Z"), FileTime.read("2016-12-31T23:59:60Z"));
  }

  @Test
  void anOffsetIsAlwaysWritten() {
    Instant time = Instant.ofEpochSecond(1717597476);
    assertEquals("2024-06-05T14:24:36+00:00", FileTime.write(time, ZoneOffset.UTC));
    assertEquals("2024-06-05T16:24:36+02:00", FileTime.write(time, ZoneId.of("Europe/Vienna")));
    assertEquals("2024-06-05T11:54:36-02:30", FileTime.write(time, ZoneId.of("America/St_Johns")));
    assertEquals("2024-06-05T23:24:36+09:00", FileTime.write(time, ZoneId.of("Asia/Seoul")));
  }

  /** A clock that is wrong by so much must not keep anybody from the key. */
  @Test
  void aYearHasFourDigitsWhereTheTimeIsWritten() throws Exception {
    for (String edge :
        List.of(
            "9999-12-31T23:59:59+00:00",
            "9999-12-31T23:59:59-14:00",
            "9999-12-31T23:59:59-18:00",
            "9999-12-31T23:59:60-17:59",
            "9999-12-31T23:59:30-00:01",
            "0000-01-01T00:00:00+00:00",
            "0000-01-01T00:00:30+18:00")) {
      Instant time = FileTime.read(edge);
      for (String zone : List.of("UTC", "Asia/Seoul", "America/St_Johns", "+18:00", "-18:00")) {
        String text = FileTime.write(time, ZoneId.of(zone));
        assertEquals(25, text.length(), text);
        assertEquals(time, FileTime.read(text), edge + " " + text);
      }
    }
    Instant end = FileTime.read("9999-12-31T23:59:59+00:00");
    assertEquals("9999-12-31T23:59:59+00:00", FileTime.write(end, ZoneId.of("Asia/Seoul")));
    assertEquals("9999-12-31T18:59:59-05:00", FileTime.write(end, ZoneId.of("-05:00")));
  }

  @Test
  void everyTimeComesBackFromEveryZone() throws Exception {
    Random random = new Random(20240605);
    List<String> zones = ZoneId.getAvailableZoneIds().stream().sorted().toList();
    for (int i = 0; i < 2000; i++) {
      Instant time = Instant.ofEpochSecond(random.nextLong(-4_000_000_000L, 200_000_000_000L));
      ZoneId zone = ZoneId.of(zones.get(random.nextInt(zones.size())));
      String text = FileTime.write(time, zone);
      assertEquals(25, text.length(), text);
      assertEquals(time, FileTime.read(text), zone + " " + text);
    }
  }
}
