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
import stowage.exec.Guard;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.message.Message;
import stowage.volume.Size;

/** {@code zfs} and {@code zpool}, see zfs(8). Anybody may ask; changes need root. */
public final class Zfs {
  public static final HostTool ZFS = new HostTool("/sbin/zfs", "zfsutils-linux");
  public static final HostTool ZPOOL = new HostTool("/sbin/zpool", "zfsutils-linux");

  /** What {@code zfs} says about a dataset, or one of a pool, that is not there. */
  public static final String MISSING = "dataset does not exist";

  public static final String BUSY = "dataset is busy";
  public static final String NOT_MOUNTED = "not currently mounted";

  /** Thousands of datasets, each of which is read from the disks when it is not in memory. */
  private static final Duration LIST_LIMIT = Duration.ofMinutes(2);

  private static final Duration LONG = Duration.ofHours(1);
  private static final int FAILED = 1;

  private Zfs() {}

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
    return ask("list", "-o", "name,volsize,origin,type,refquota,used")
        .and("-t", "volume,filesystem", "-d1", "-Hp", dataset)
        .within(LIST_LIMIT);
  }

  /** Snapshots, the oldest first. Seconds are too coarse to order them; transactions are not. */
  public static Exec snapshots(String dataset) {
    return ask("list", "-Hp", "-d1", "-t", "snapshot", "-s", "createtxg", "-o", "name,creation")
        .and(dataset)
        .within(LIST_LIMIT);
  }

  public static Exec properties(String dataset, List<String> names) {
    return ask("get", "-Hp", "-o", "property,value", String.join(",", names), dataset);
  }

  public static Exec fileSystems() {
    return ask("list", "-t", "filesystem", "-Hp", "-o", "name,avail,used");
  }

  /** Imported pools with their health. */
  public static Exec pools() {
    return Exec.reads(ZPOOL.program(), "list", "-H", "-o", "name,health");
  }

  public static Reading<List<Dataset>> children(Exec asked, Result answer) {
    return Answers.each(asked, rows(asked, answer, 6), Zfs::dataset);
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
    return rows(asked, answer, 2).map(Zfs::pairs);
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
    return rows(asked, answer, 2).map(Zfs::pairs);
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

  /**
   * @param dataset also a snapshot
   */
  public static Guard absent(Message otherwise, String dataset) {
    return Guard.status(otherwise, ask("list", "-H", "-o", "name", dataset), FAILED);
  }

  /** The property still has this value. */
  public static Guard unchanged(Message otherwise, String dataset, String property, String value) {
    return new Guard(
        otherwise, ask("get", "-Hp", "-o", "value", property, dataset), 0, value + "\n");
  }

  /**
   * @param dataset also a snapshot
   */
  public static Guard present(Message otherwise, String dataset) {
    return Guard.status(otherwise, ask("list", "-H", "-o", "name", dataset), 0);
  }

  public static Exec createVolume(String dataset, Size size, boolean sparse, String blockSize) {
    Exec create = change("create");
    if (sparse) {
      create = create.and("-s");
    }
    if (!blockSize.isEmpty()) {
      create = create.and("-b", blockSize);
    }
    return create.and("-V", size.inKib() + "k", dataset);
  }

  public static Exec createFileSystem(String dataset, Size limit) {
    return change("create", "-o", "acltype=posixacl", "-o", "xattr=sa", "-o")
        .and("refquota=" + limit(limit), dataset);
  }

  public static String limit(Size limit) {
    return limit.bytes() == 0 ? "none" : limit.inKib() + "k";
  }

  /** With its snapshots; refused by ZFS while a clone depends on one of them. */
  public static Exec destroyAll(String dataset) {
    return change("destroy", "-r", dataset);
  }

  public static Exec destroySnapshot(String dataset, String snapshot) {
    return change("destroy", dataset + "@" + snapshot);
  }

  public static Exec set(String dataset, String property, String value) {
    return change("set", property + "=" + value, dataset);
  }

  public static Exec snapshot(String dataset, String snapshot) {
    return change("snapshot", dataset + "@" + snapshot);
  }

  /** Refused by ZFS unless it is the newest snapshot. */
  public static Exec rollback(String dataset, String snapshot) {
    return change("rollback", dataset + "@" + snapshot);
  }

  /** Newer snapshots go with it. */
  public static Exec rollbackAll(String dataset, String snapshot) {
    return change("rollback", "-r", dataset + "@" + snapshot);
  }

  public static Exec rename(String from, String to) {
    return change("rename", from, to);
  }

  /** A volume that shares its data with the snapshot. */
  public static Exec cloneVolume(String dataset, String snapshot, String clone) {
    return change("clone", dataset + "@" + snapshot, clone);
  }

  /** A file system that shares its data with the snapshot; the limit is not inherited from it. */
  public static Exec cloneFileSystem(String dataset, String snapshot, Size limit, String clone) {
    return change("clone", "-o", "refquota=" + limit(limit), dataset + "@" + snapshot, clone);
  }

  public static Exec unmount(String dataset) {
    return change("unmount", dataset);
  }

  public static Exec mountAll() {
    return change("mount", "-a");
  }

  /** By stable device names, and without making the host import it at every boot. */
  public static Exec importPool(String pool) {
    return Exec.changes(ZPOOL.program(), "import", "-d", "/dev/disk/by-id/")
        .and("-o", "cachefile=none", pool)
        .asRoot();
  }

  private static Exec ask(String... arguments) {
    return Exec.reads(ZFS.program()).and(arguments);
  }

  private static Exec change(String... arguments) {
    return Exec.changes(ZFS.program()).and(arguments).within(LONG).asRoot();
  }
}
