package stowage.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.volume.Retention.Backup;
import stowage.volume.Retention.Decision;
import stowage.volume.Retention.Mark;

class RetentionTest {
  private static final Map<String, String> TIMES = new LinkedHashMap<>();

  static {
    TIMES.put("A", "2023-12-31T23:30:00Z");
    TIMES.put("B", "2024-01-01T00:30:00Z");
    TIMES.put("C", "2024-02-29T12:00:00Z");
    TIMES.put("D", "2024-02-29T12:45:00Z");
    TIMES.put("E", "2024-03-01T06:00:00Z");
    TIMES.put("F", "2024-12-29T20:00:00Z");
    TIMES.put("G", "2024-12-30T08:00:00Z");
    TIMES.put("H", "2024-12-30T08:20:00Z");
    TIMES.put("I", "2024-12-31T10:00:00Z");
    TIMES.put("J", "2025-01-01T10:00:00Z");
    TIMES.put("K", "2025-01-05T10:00:00Z");
    TIMES.put("L", "2025-01-06T10:00:00Z");
  }

  private static List<Backup> backups() {
    List<Backup> backups = new ArrayList<>();
    TIMES.forEach((name, time) ->
        backups.add(new Backup(name, "qemu/100", Instant.parse(time), name.equals("I"))));
    return backups;
  }

  private static Map<String, Long> keep(String text) {
    Map<String, Long> keep = new LinkedHashMap<>();
    for (String part : text.split(" ")) {
      keep.put("keep-" + part.split("=")[0], Long.valueOf(part.split("=")[1]));
    }
    return keep;
  }

  private static String kept(Map<String, Decision> marks) {
    StringBuilder kept = new StringBuilder();
    marks.forEach((name, mark) -> kept.append(mark.mark() == Mark.KEEP ? name : ""));
    return kept.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "last=3, JKL",
    "hourly=4, HJKL",
    "daily=3, JKL",
    "weekly=2, KL",
    "weekly=4, EFKL",
    "monthly=3, EHL",
    "yearly=2, HL",
    "last=1 daily=1 weekly=1 monthly=1 yearly=1, AEFKL",
    "last=2 yearly=3, AHKL",
    "daily=0, ABCDEFGHJKL",
    "all=1, ABCDEFGHJKL"
  })
  void keepsWhatTheRulesSay(String options, String kept) {
    Retention retention = new Retention(keep(options));
    Map<String, Decision> marks = retention.decide(backups(), ZoneOffset.UTC);
    assertEquals(kept, kept(marks));
    assertEquals(Mark.PROTECTED, Objects.requireNonNull(marks.get("I")).mark());
    assertEquals(
        11 - kept.length(), marks.values().stream().filter(d -> d.mark() == Mark.REMOVE).count());

    List<Backup> shuffled = backups();
    Collections.shuffle(shuffled, new Random(1));
    assertEquals(marks, retention.decide(shuffled, ZoneOffset.UTC), "the order given is no matter");
  }

  @Test
  void daysBeginWhereTheHostIs() {
    List<Backup> backups =
        List.of(
            new Backup("x", "lxc/1", Instant.parse("2024-01-01T22:00:00Z"), false),
            new Backup("y", "lxc/1", Instant.parse("2024-01-01T23:30:00Z"), false));
    Retention retention = new Retention(Map.of("keep-daily", 5L));
    assertEquals("y", kept(retention.decide(backups, ZoneOffset.UTC)));
    assertEquals("xy", kept(retention.decide(backups, ZoneId.of("Europe/Vienna"))));
  }

  @Test
  void everyGroupIsCountedForItself() {
    Instant time = Instant.parse("2024-01-01T22:00:00Z");
    List<Backup> backups =
        List.of(
            new Backup("a", "lxc/100", time, false),
            new Backup("b", "qemu/100", time, false),
            new Backup("c", "qemu/100", time.minusSeconds(60), false));
    assertEquals(
        "ab", kept(new Retention(Map.of("keep-last", 1L)).decide(backups, ZoneOffset.UTC)));
  }

  @Test
  void renamedAndProtectedOnesStay() {
    Instant time = Instant.parse("2024-01-01T22:00:00Z");
    List<Backup> backups =
        List.of(
            new Backup("renamed", null, null, false),
            new Backup("both", null, null, true),
            new Backup("protected", "qemu/100", time.plusSeconds(10), true),
            new Backup("newest", "qemu/100", time, false),
            new Backup("older", "qemu/100", time.minusSeconds(10), false));
    assertEquals(
        Map.of(
            "renamed", Mark.RENAMED,
            "both", Mark.PROTECTED,
            "protected", Mark.PROTECTED,
            "newest", Mark.KEEP,
            "older", Mark.REMOVE),
        marks(new Retention(Map.of("keep-last", 1L)), backups));
    assertEquals(
        Mark.RENAMED, marks(new Retention(Map.of("keep-all", 1L)), backups).get("renamed"));
  }

  private static Map<String, Mark> marks(Retention retention, List<Backup> backups) {
    Map<String, Mark> marks = new TreeMap<>();
    retention
        .decide(backups, ZoneOffset.UTC)
        .forEach((volume, decision) -> marks.put(volume, decision.mark()));
    return marks;
  }

  @Test
  void whatIsKeptSaysByWhichRuleAndWhichOneItIs() {
    Retention retention =
        new Retention(keep("last=1 daily=1 weekly=1 monthly=1 yearly=1 hourly=0"));
    Map<String, Decision> decisions = retention.decide(backups(), ZoneOffset.UTC);
    assertEquals(new Decision(Mark.KEEP, "keep-last", 1), decisions.get("L"));
    assertEquals(new Decision(Mark.KEEP, "keep-daily", 1), decisions.get("K"));
    assertEquals(new Decision(Mark.KEEP, "keep-weekly", 1), decisions.get("F"));
    assertEquals(new Decision(Mark.KEEP, "keep-monthly", 1), decisions.get("E"));
    assertEquals(new Decision(Mark.KEEP, "keep-yearly", 1), decisions.get("A"));
    assertEquals(new Decision(Mark.REMOVE, null, 0), decisions.get("J"));
    assertEquals(new Decision(Mark.PROTECTED, null, 0), decisions.get("I"));
    Map<String, Decision> last = new Retention(keep("last=3")).decide(backups(), ZoneOffset.UTC);
    assertEquals(new Decision(Mark.KEEP, "keep-last", 3), last.get("J"));
    Map<String, Decision> all = new Retention(Map.of()).decide(backups(), ZoneOffset.UTC);
    assertEquals(new Decision(Mark.KEEP, "keep-all", 0), all.get("A"));
  }
}
