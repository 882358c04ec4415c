package stowage.volume;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which backups stay: the algorithm behind {@code prune-backups} of Proxmox VE.
 *
 * @param keep number by rule, {@code keep-last} to {@code keep-yearly}; {@code keep-all} 1 or
 *     nothing above zero keeps everything
 */
public record Retention(Map<String, Long> keep) {

  public enum Mark {
    KEEP,
    REMOVE,
    /** Stays, whatever the rules say, and takes nobody's place. */
    PROTECTED,
    /** Stays: not named by a backup job, so nobody knows what it belongs to. */
    RENAMED
  }

  /**
   * What becomes of a backup, and why.
   *
   * @param rule what keeps it, {@code keep-last} to {@code keep-yearly} or {@code keep-all}; null
   *     when no rule does
   * @param count which one it is that the rule keeps, from 1 for the newest; 0 where nothing is
   *     counted
   */
  public record Decision(Mark mark, @Nullable String rule, int count) {
    static Decision of(Mark mark) {
      return new Decision(mark, null, 0);
    }
  }

  /**
   * @param volume its name, unique in the list
   * @param group backups of one guest and type, {@code qemu/100}; null when the name tells none
   * @param made time in the name; null when there is none
   */
  public record Backup(
      String volume, @Nullable String group, @Nullable Instant made, boolean isProtected) {}

  /** A period's name: two backups with the same one fall into the same period. */
  private interface Period {
    String of(ZonedDateTime time);
  }

  private static final String KEEP_ALL = "keep-all";

  /** In the order in which they apply. */
  private static final Map<String, Period> RULES = periods();

  public Retention {
    keep = Map.copyOf(keep);
  }

  private static Map<String, Period> periods() {
    Map<String, Period> rules = new LinkedHashMap<>();
    rules.put("keep-last", t -> Long.toString(t.toEpochSecond()));
    rules.put("keep-hourly", t -> t.toLocalDate() + " " + t.getHour());
    rules.put("keep-daily", t -> t.toLocalDate().toString());
    rules.put(
        "keep-weekly",
        t -> t.get(IsoFields.WEEK_BASED_YEAR) + " " + t.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    rules.put("keep-monthly", t -> t.getYear() + " " + t.getMonthValue());
    rules.put("keep-yearly", t -> Integer.toString(t.getYear()));
    return rules;
  }

  /** The rules that count, in the order in which they apply. */
  public static List<String> rules() {
    return List.copyOf(RULES.keySet());
  }

  public boolean keepsAll() {
    return keep.getOrDefault(KEEP_ALL, 0L) == 1
        || RULES.keySet().stream().noneMatch(rule -> keep.getOrDefault(rule, 0L) > 0);
  }

  /**
   * @param zone the host's time zone: days begin there
   * @return what becomes of each backup, by volume, in the order given
   */
  public Map<String, Decision> decide(List<Backup> backups, ZoneId zone) {
    Map<String, Decision> decisions = new LinkedHashMap<>();
    Map<String, List<Dated>> groups = new TreeMap<>();
    for (Backup backup : backups) {
      decisions.put(backup.volume(), Decision.of(Mark.REMOVE));
      if (backup.isProtected()) {
        decisions.put(backup.volume(), Decision.of(Mark.PROTECTED));
      } else if (backup.group() == null || backup.made() == null) {
        decisions.put(backup.volume(), Decision.of(Mark.RENAMED));
      } else if (keepsAll()) {
        decisions.put(backup.volume(), new Decision(Mark.KEEP, KEEP_ALL, 0));
      } else {
        groups
            .computeIfAbsent(backup.group(), _ -> new ArrayList<>())
            .add(new Dated(backup.volume(), backup.made().atZone(zone)));
      }
    }
    groups.values().forEach(group -> decisions.putAll(kept(group)));
    return decisions;
  }

  private record Dated(String volume, ZonedDateTime time) {}

  private Map<String, Decision> kept(List<Dated> group) {
    List<Dated> open = new ArrayList<>(group);
    open.sort(
        Comparator.comparing((Dated d) -> d.time().toInstant())
            .reversed()
            .thenComparing(Dated::volume));
    List<Dated> kept = new ArrayList<>();
    Map<String, Decision> decisions = new HashMap<>();
    RULES.forEach((rule, period) -> {
      long wanted = keep.getOrDefault(rule, 0L);
      if (wanted > 0) {
        int before = kept.size();
        apply(period, wanted, open, kept);
        for (int i = before; i < kept.size(); i++) {
          Decision decision = new Decision(Mark.KEEP, rule, i - before + 1);
          decisions.put(kept.get(i).volume(), decision);
        }
      }
    });
    return decisions;
  }

  /** One rule: takes what it keeps and what it removes out of the open ones. */
  private static void apply(Period period, long wanted, List<Dated> open, List<Dated> kept) {
    Set<String> covered = new HashSet<>();
    kept.forEach(d -> covered.add(period.of(d.time())));
    Set<String> mine = new HashSet<>();
    List<Dated> left = new ArrayList<>();
    boolean full = false;
    for (Dated backup : open) {
      String name = period.of(backup.time());
      if (full || covered.contains(name)) {
        left.add(backup);
      } else if (!mine.contains(name) && mine.size() >= wanted) {
        full = true;
        left.add(backup);
      } else if (mine.add(name)) {
        kept.add(backup);
      }
      // Else an older one of a period that this rule keeps: no later rule may rescue it.
    }
    open.clear();
    open.addAll(left);
  }
}
