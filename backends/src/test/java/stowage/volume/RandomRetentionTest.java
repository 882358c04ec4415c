package stowage.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import stowage.volume.Retention.Backup;
import stowage.volume.Retention.Decision;
import stowage.volume.Retention.Mark;

/** What holds for any backups and any rules. */
class RandomRetentionTest {
  private static final ZoneId ZONE = ZoneId.of("Europe/Vienna");
  private static final List<String> GROUPS = List.of("qemu/100", "lxc/100", "qemu/101");

  private final List<Backup> backups = new ArrayList<>();
  private final Map<String, Long> keep = new HashMap<>();
  private Map<String, Decision> decisions = Map.of();
  private Random random = new Random();

  private void begin(RepetitionInfo repetition) {
    random = new Random(repetition.getCurrentRepetition());
    int count = random.nextInt(60);
    // Backups close together fall into one period, those far apart into several.
    int spread = 1 + random.nextInt(3 * 365 * 24 * 60);
    for (int i = 0; i < count; i++) {
      Instant at = Instant.ofEpochSecond(1_700_000_000L + 60L * random.nextInt(spread));
      boolean renamed = random.nextInt(8) == 0;
      backups.add(
          new Backup(
              "b" + i,
              renamed ? null : GROUPS.get(random.nextInt(GROUPS.size())),
              renamed ? null : at,
              random.nextInt(6) == 0));
    }
    for (String rule : Retention.rules()) {
      if (random.nextBoolean()) {
        keep.put(rule, (long) random.nextInt(5));
      }
    }
    decisions = decide(backups);
  }

  private Map<String, Decision> decide(List<Backup> some) {
    return new Retention(keep).decide(some, ZONE);
  }

  private List<Backup> without(Predicate<Backup> left) {
    return backups.stream().filter(left.negate()).toList();
  }

  private void undisturbedBy(Predicate<Backup> left) {
    Map<String, Decision> others = new HashMap<>(decisions);
    backups.stream().filter(left).forEach(b -> others.remove(b.volume()));
    assertEquals(others, decide(without(left)));
  }

  private Mark mark(Backup backup) {
    return Objects.requireNonNull(decisions.get(backup.volume())).mark();
  }

  @RepeatedTest(200)
  void whatIsProtectedStaysAndCountsForNothing(RepetitionInfo repetition) {
    begin(repetition);
    for (Backup backup : backups) {
      assertEquals(backup.isProtected(), mark(backup) == Mark.PROTECTED);
    }
    undisturbedBy(Backup::isProtected);
  }

  @RepeatedTest(200)
  void whatWasRenamedIsNeverTouched(RepetitionInfo repetition) {
    begin(repetition);
    for (Backup backup : backups) {
      boolean renamed = backup.group() == null && !backup.isProtected();
      assertEquals(renamed, mark(backup) == Mark.RENAMED);
    }
    undisturbedBy(b -> b.group() == null);
  }

  @RepeatedTest(200)
  void guestsDoNotDisturbEachOther(RepetitionInfo repetition) {
    begin(repetition);
    for (String group : GROUPS) {
      undisturbedBy(b -> group.equals(b.group()));
    }
  }

  @RepeatedTest(50)
  void keepingAllKeepsAll(RepetitionInfo repetition) {
    begin(repetition);
    for (Map<String, Long> all : List.of(Map.of("keep-all", 1L), Map.of("keep-daily", 0L))) {
      Map<String, Decision> kept = new Retention(all).decide(backups, ZONE);
      assertTrue(kept.values().stream().noneMatch(d -> d.mark() == Mark.REMOVE));
    }
  }

  @RepeatedTest(100)
  void theOrderOfTheListIsNoMatter(RepetitionInfo repetition) {
    begin(repetition);
    List<Backup> shuffled = new ArrayList<>(backups);
    Collections.shuffle(shuffled, random);
    assertEquals(decisions, decide(shuffled));
  }

  @RepeatedTest(200)
  void theNewestOfAGuestIsKeptAndNoRuleKeepsMoreThanItsNumber(RepetitionInfo repetition) {
    begin(repetition);
    for (String group : GROUPS) {
      List<Backup> mine =
          backups.stream().filter(b -> group.equals(b.group()) && !b.isProtected()).toList();
      mine.stream()
          .max(Comparator.comparing(b -> Objects.requireNonNull(b.made())))
          .ifPresent(newest ->
              assertTrue(
                  mine.stream()
                      .filter(b -> Objects.equals(newest.made(), b.made()))
                      .anyMatch(b -> mark(b) == Mark.KEEP)));
      for (String rule : Retention.rules()) {
        List<Integer> counts =
            mine.stream()
                .map(b -> Objects.requireNonNull(decisions.get(b.volume())))
                .filter(d -> rule.equals(d.rule()))
                .map(Decision::count)
                .sorted()
                .toList();
        assertTrue(counts.size() <= keep.getOrDefault(rule, 0L));
        Set<Integer> distinct = new HashSet<>(counts);
        assertEquals(counts.size(), distinct.size());
        counts.forEach(c -> assertTrue(c >= 1 && c <= counts.size()));
      }
    }
  }
}
