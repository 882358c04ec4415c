package stowage.tool;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import stowage.exec.Exec;
import stowage.exec.Reading;
import stowage.exec.Result;

/** What is mounted on a host, and the programs that mount and unmount. */
public record Mounts(List<Mount> all) {

  /** A mount may wait for a server that is slow to answer, but not for one that never does. */
  private static final Duration MOUNT_LIMIT = Duration.ofMinutes(2);

  private static final Exec READ = Exec.reads("/usr/bin/cat", "/proc/mounts");

  public Mounts {
    all = List.copyOf(all);
  }

  /**
   * @param source device, {@code server:export}… as the kernel names it
   * @param target where it is mounted
   * @param type file system type
   */
  public record Mount(String source, String target, String type) {}

  /** Asks the kernel; never touches a file system, so it can't hang on a dead server. */
  public static Exec read() {
    return READ;
  }

  public static Reading<Mounts> of(Result answer) {
    Reading<Mounts> read = Answers.read(READ, answer, r -> parse(r.out()));
    // There is always a root; a table without any mount would make a cluster look like one host.
    return read instanceof Reading.Known<Mounts>(var mounts) && mounts.all().isEmpty()
        ? Answers.unreadable(READ)
        : read;
  }

  static Mounts parse(byte[] table) {
    List<Mount> found = new ArrayList<>();
    for (String line : new String(table, StandardCharsets.ISO_8859_1).split("\n")) {
      String[] fields = line.split(" ");
      if (fields.length >= 3) {
        found.add(new Mount(decoded(fields[0]), decoded(fields[1]), fields[2]));
      }
    }
    return new Mounts(found);
  }

  /** The kernel writes blank, tab, line break and backslash as three octal digits. */
  private static String decoded(String field) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == '\\' && field.substring(i + 1).matches("(?s)[0-3][0-7]{2}.*")) {
        bytes.write(Integer.parseInt(field.substring(i + 1, i + 4), 8));
        i += 3;
      } else {
        bytes.write(c);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  public boolean isMountPoint(String path) {
    return all.stream().anyMatch(m -> m.target().equals(path));
  }

  public Optional<Mount> first(Predicate<Mount> wanted) {
    return all.stream().filter(wanted).findFirst();
  }

  /**
   * @param options comma separated, empty for none
   */
  public static Exec mount(String type, String source, String path, String options) {
    Exec plain = Exec.changes("/bin/mount", "-t", type, source, path);
    return (options.isEmpty() ? plain : plain.and("-o", options)).asRoot().within(MOUNT_LIMIT);
  }

  public static Exec unmount(String path) {
    return Exec.changes("/bin/umount", path).asRoot().within(MOUNT_LIMIT);
  }

  /** Ends with status 0 when something is mounted at the path, with 1 when nothing is. */
  public static Exec isMounted(String path) {
    return Exec.reads("/usr/bin/grep", "-q", "-F", "--", " " + encoded(path) + " ", "/proc/mounts");
  }

  private static String encoded(String path) {
    return path.replace("\\", "\\134").replace(" ", "\\040").replace("\t", "\\011");
  }
}
