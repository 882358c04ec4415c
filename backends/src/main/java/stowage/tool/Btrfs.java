package stowage.tool;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stowage.exec.Exec;
import stowage.exec.Result;

/** Subvolumes: {@code btrfs}. */
public final class Btrfs {
  private static final String PROGRAM = "/bin/btrfs";
  public static final HostTool TOOL = new HostTool(PROGRAM, "btrfs-progs");

  /** Deleting only marks; the file system cleans up afterwards. */
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private static final Pattern LISTED =
      Pattern.compile("ID \\d+ gen \\d+ cgen (\\d+) top level \\d+ otime (\\S+ \\S+) path (.*)");

  private Btrfs() {}

  /**
   * A snapshot somewhere on a file system.
   *
   * @param order grows from the older to the newer
   * @param path below the root of the file system, which need not be what is mounted
   * @param made in the host's local time
   */
  public record Taken(long order, String path, LocalDateTime made) {

    /** How many of the last parts of both paths are the same. */
    public int agrees(String absolute) {
      String[] mine = path.split("/");
      String[] other = absolute.split("/");
      int same = 0;
      while (same < mine.length
          && same < other.length
          && mine[mine.length - 1 - same].equals(other[other.length - 1 - same])) {
        same++;
      }
      return same;
    }
  }

  public static Exec create(String path) {
    return changes("subvolume", "create", "--", path);
  }

  public static Exec snapshot(String from, String to) {
    return changes("subvolume", "snapshot", "--", from, to);
  }

  public static Exec readOnlySnapshot(String from, String to) {
    return changes("subvolume", "snapshot", "-r", "--", from, to);
  }

  public static Exec delete(List<String> paths) {
    return changes("subvolume", "delete", "--").and(paths);
  }

  /**
   * Deletes what lies right in a directory; done also when there is nothing.
   *
   * @param names pattern of find(1)
   */
  public static Exec deleteIn(String directory, String names) {
    return in(directory, names).and("-exec", PROGRAM, "-q", "subvolume", "delete", "--", "{}", "+");
  }

  /**
   * A read-only snapshot of the one subvolume in a directory whose name is known in part only. Done
   * also when there is none.
   */
  public static Exec snapshotIn(String directory, String names, String to) {
    return in(directory, names)
        .and("-exec", PROGRAM, "-q", "subvolume", "snapshot", "-r", "--", "{}", to, ";");
  }

  private static Exec in(String directory, String names) {
    return Exec.changes(
            "/usr/bin/find", directory, "-mindepth", "1", "-maxdepth", "1", "-name", names)
        .asRoot()
        .within(LIMIT);
  }

  /** The pattern that this name alone agrees with. */
  public static String named(String name) {
    return name.replaceAll("[*?\\[\\]\\\\]", "\\\\$0");
  }

  public static Exec readOnly(String path, boolean value) {
    return changes("property", "set", path, "ro", Boolean.toString(value));
  }

  private static Exec changes(String... words) {
    return Exec.changes(PROGRAM, "-q").and(List.of(words)).asRoot().within(LIMIT);
  }

  /** Ends with status 0 when the path lies on Btrfs. */
  public static Exec isOn(String path) {
    return Exec.reads(PROGRAM, "filesystem", "df", path).asRoot();
  }

  /** Asks for all snapshots of the file system that holds the path. */
  public static Exec snapshots(String path) {
    return Exec.reads(PROGRAM, "subvolume", "list", "-s", path).asRoot();
  }

  /** What can be read of the answer to {@link #snapshots}. */
  public static List<Taken> snapshots(Result answer) {
    List<Taken> found = new ArrayList<>();
    for (String line : answer.lines()) {
      taken(line).ifPresent(found::add);
    }
    return found;
  }

  private static Optional<Taken> taken(String line) {
    Matcher m = LISTED.matcher(line);
    if (!m.matches()) {
      return Optional.empty();
    }
    try {
      LocalDateTime made = LocalDateTime.parse(m.group(2).replace(' ', 'T'));
      return Optional.of(new Taken(Long.parseLong(m.group(1)), m.group(3), made));
    } catch (DateTimeParseException | NumberFormatException _) {
      return Optional.empty();
    }
  }
}
