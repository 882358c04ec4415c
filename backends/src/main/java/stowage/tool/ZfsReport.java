package stowage.tool;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stowage.exec.Exec;
import stowage.exec.Reading;
import stowage.exec.Result;

/**
 * What ZFS has and how it is: lists of {@code zfs} and {@code zpool}, asked and read. Anybody may
 * ask.
 */
public final class ZfsReport {
  /** Thousands of datasets, each of which is read from the disks when it is not in memory. */
  private static final Duration LIST_LIMIT = Duration.ofMinutes(2);

  private ZfsReport() {}

  /**
   * A volume or file system.
   *
   * @param name the whole name, the pool's included
   * @param isVolume or else it is a file system
   * @param size {@code volsize} or {@code refquota}; 0 for a file system without limit, null if
   *     unknown
   * @param used bytes that it and its snapshots take, reservations included; null if unknown
   * @param origin the snapshot it is a clone of, empty for none
   */
  public record Dataset(
      String name, boolean isVolume, @Nullable Long size, @Nullable Long used, String origin) {

    /** Last part of the name. */
    public String leaf() {
      return name.substring(name.lastIndexOf('/') + 1);
    }
  }

  /**
   * @param name the part after the {@code @}
   */
  public record Taken(String name, @Nullable Instant created) {}

  /** A file system that could hold volumes, with the bytes it has left; null when unknown. */
  public record Home(String name, @Nullable Long available, @Nullable Long used) {}

  /** The dataset itself and its direct children. */
  public static Exec children(String dataset) {
    return Zfs.ask("list", "-o", "name,volsize,origin,type,refquota,used")
        .and("-t", "volume,filesystem", "-d1", "-Hp", dataset)
        .within(LIST_LIMIT);
  }

  /** Snapshots, the oldest first. Seconds are too coarse to order them; transactions are not. */
  public static Exec snapshots(String dataset) {
    return Zfs.ask("list", "-Hp", "-d1", "-t", "snapshot", "-s", "createtxg", "-o", "name,creation")
        .and(dataset)
        .within(LIST_LIMIT);
  }

  public static Exec properties(String dataset, List<String> names) {
    return Zfs.ask("get", "-Hp", "-o", "property,value", String.join(",", names), dataset);
  }

  public static Exec fileSystems() {
    return Zfs.ask("list", "-t", "filesystem", "-Hp", "-o", "name,avail,used");
  }

  /** Imported pools with their health. */
  public static Exec pools() {
    return Exec.reads(Zfs.ZPOOL.program(), "list", "-H", "-o", "name,health");
  }

  /**
   * An imported pool.
   *
   * @param size bytes before redundancy, as {@code free}; null when ZFS does not say
   * @param health {@code ONLINE}, {@code DEGRADED}…
   */
  public record Imported(String name, @Nullable Long size, @Nullable Long free, String health) {}

  public static Exec imported() {
    return Exec.reads(Zfs.ZPOOL.program(), "list", "-Hp", "-o", "name,size,free,health");
  }

  public static Reading<List<Imported>> imported(Exec asked, Result answer) {
    return rows(asked, answer, 4)
        .map(rows ->
            rows.stream()
                .map(r -> new Imported(r.get(0), whole(r.get(1)), whole(r.get(2)), r.get(3)))
                .toList());
  }

  /** What tells an imported pool from another of its name; its size, when it is built on. */
  public static Exec identity(String pool) {
    return Exec.reads(Zfs.ZPOOL.program(), "list", "-Hp", "-o", "name,guid,size", pool);
  }

  /**
   * A volume or file system.
   *
   * @param mounted by ZFS itself, which can unmount it
   */
  public record Below(String name, boolean mounted) {}

  /**
   * Volumes and file systems, the given one at the end: whatever is added comes before it, so that
   * an answer that begins like an earlier one has nothing more.
   */
  public static Exec below(String dataset) {
    return Zfs.ask("list", "-H", "-o", "name,mounted,mountpoint", "-r", "-t", "filesystem,volume")
        .and("-S", "name", dataset)
        .within(LIST_LIMIT);
  }

  public static Reading<List<Below>> below(Exec asked, Result answer) {
    return rows(asked, answer, 3)
        .map(rows ->
            rows.stream()
                .map(r -> new Below(r.get(0), r.get(1).equals("yes") && r.get(2).startsWith("/")))
                .toList());
  }

  public static Reading<List<Dataset>> children(Exec asked, Result answer) {
    return Answers.each(asked, rows(asked, answer, 6), ZfsReport::dataset);
  }

  public static Reading<List<Taken>> snapshots(Exec asked, Result answer) {
    return Answers.each(
        asked,
        rows(asked, answer, 2),
        row ->
            row.getFirst().contains("@")
                ? Optional.of(new Taken(afterAt(row.getFirst()), instant(row.get(1))))
                : Optional.empty());
  }

  public static Reading<Map<String, String>> properties(Exec asked, Result answer) {
    return rows(asked, answer, 2).map(ZfsReport::pairs);
  }

  /**
   * A file system's bytes, of which all count: what it and what lies below it use, and have left.
   */
  public record Use(long used, long available) {}

  /**
   * Out of the properties {@code used} and {@code available}.
   *
   * @param asked what they were asked with
   */
  public static Reading<Use> use(Exec asked, Map<String, String> properties) {
    Long used = whole(properties.getOrDefault("used", ""));
    Long available = whole(properties.getOrDefault("available", ""));
    return used == null || available == null
        ? Answers.unreadable(asked)
        : Reading.known(new Use(used, Math.min(available, Long.MAX_VALUE - used)));
  }

  public static Reading<List<Home>> fileSystems(Exec asked, Result answer) {
    return rows(asked, answer, 3)
        .map(rows ->
            rows.stream()
                .map(row -> new Home(row.getFirst(), whole(row.get(1)), whole(row.get(2))))
                .toList());
  }

  /** Health by name. */
  public static Reading<Map<String, String>> pools(Exec asked, Result answer) {
    return rows(asked, answer, 2).map(ZfsReport::pairs);
  }

  private static Map<String, String> pairs(List<List<String>> rows) {
    Map<String, String> pairs = new HashMap<>();
    rows.forEach(r -> pairs.put(r.getFirst(), r.get(1)));
    return pairs;
  }

  private static Optional<Dataset> dataset(List<String> row) {
    boolean isVolume = row.get(3).equals("volume");
    if (row.getFirst().isEmpty() || (!isVolume && !row.get(3).equals("filesystem"))) {
      return Optional.empty();
    }
    String size = isVolume ? row.get(1) : row.get(4);
    // Without -p the answer for "no limit" is a word; old versions print it even so.
    boolean unlimited = !isVolume && (size.equals("none") || size.equals("-"));
    String origin = row.get(2).equals("-") ? "" : row.get(2);
    return Optional.of(
        new Dataset(
            row.getFirst(),
            isVolume,
            unlimited ? Long.valueOf(0) : whole(size),
            whole(row.get(5)),
            origin));
  }

  /** With {@code -H} a tab stands between columns, and no name can hold one. */
  private static Reading<List<List<String>>> rows(Exec asked, Result answer, int columns) {
    if (!answer.ok()) {
      return Answers.failed(asked, answer);
    }
    List<List<String>> rows = new ArrayList<>();
    for (String line : answer.lines()) {
      List<String> row = List.of(line.split("\t", -1));
      if (row.size() != columns) {
        return Reading.failed("problem.answer-unreadable", asked.argv().getFirst());
      }
      rows.add(row);
    }
    return Reading.known(rows);
  }

  private static @Nullable Long whole(String text) {
    try {
      long value = Long.parseLong(text);
      return value < 0 ? null : value;
    } catch (NumberFormatException _) {
      return null;
    }
  }

  private static @Nullable Instant instant(String text) {
    Long seconds = whole(text);
    return seconds == null ? null : HostTime.of(seconds);
  }

  private static String afterAt(String name) {
    return name.substring(name.indexOf('@') + 1);
  }
}
