package stowage.tool;

import java.time.Duration;
import stowage.exec.Exec;
import stowage.exec.Reading;
import stowage.exec.Result;

/**
 * The file system that a path lies on.
 *
 * @param total bytes
 * @param free bytes that are free for root
 * @param available bytes that are free for others; less than {@code free} where root has a reserve
 * @param kind as {@code stat} names it: {@code ext2/ext3}, {@code btrfs}, {@code nfs}…
 */
public record FileSystem(long total, long free, long available, String kind) {

  /** How long a file system may take to answer before it counts as hung. */
  public static final Duration PATIENCE = Duration.ofSeconds(5);

  public long used() {
    return total - free;
  }

  /** Asks for the sizes; hangs when a server is dead, and is then stopped. */
  public static Exec read(String path) {
    return Exec.reads("/usr/bin/stat", "-f", "-c", "%b %f %a %S %T", "--", path).within(PATIENCE);
  }

  public static Reading<FileSystem> of(Exec asked, Result answer) {
    if (!answer.ok()) {
      return Answers.failed(asked, answer);
    }
    String[] words = answer.text().strip().split(" ", 5);
    try {
      long unit = whole(words[3]);
      return Reading.known(
          new FileSystem(
              bytes(words[0], unit), bytes(words[1], unit), bytes(words[2], unit), words[4]));
    } catch (ArithmeticException | NumberFormatException | ArrayIndexOutOfBoundsException _) {
      return Reading.failed("problem.answer-unreadable", asked.argv().getFirst());
    }
  }

  private static long bytes(String blocks, long unit) {
    return Math.multiplyExact(whole(blocks), unit);
  }

  private static long whole(String text) {
    if (!text.matches("[0-9]+")) {
      throw new NumberFormatException(text);
    }
    return Long.parseLong(text);
  }

  /** Asks what a path is, links followed; answers with {@link #isDirectory}. */
  public static Exec mode(String path) {
    return Exec.reads("/usr/bin/stat", "-L", "-c", "%f", "--", path).within(PATIENCE);
  }

  /** Whether the answer to {@link #mode} is that of a directory. */
  public static boolean isDirectory(Result mode) {
    try {
      return mode.ok() && (Integer.parseInt(mode.text().strip(), 16) & 0xf000) == 0x4000;
    } catch (NumberFormatException _) {
      return false;
    }
  }

  /** Asks for the path without symbolic links; parts that do not exist are kept as they are. */
  public static Exec resolve(String path) {
    return Exec.reads("/usr/bin/realpath", "-m", "-z", "--", path).within(PATIENCE);
  }

  /** The answer to {@link #resolve}. */
  public static Reading<String> resolved(Exec asked, Result answer) {
    return answer.ok() && !answer.text().startsWith("/")
        ? Answers.unreadable(asked)
        : Answers.read(asked, answer, r -> r.text().replace("\0", ""));
  }
}
