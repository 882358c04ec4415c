package stowage.tool;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import stowage.exec.Exec;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.volume.ImageFormat;

/**
 * What lies in directories, asked in bulk with {@code find}: one program for any number of files.
 * File names may hold anything but NUL; what can't be said in a volume id (a line break, bytes that
 * are no UTF-8) is left out.
 */
public final class DirectoryList {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int OUTPUT_LIMIT = 64 << 20;

  /** NUL after each field; the number of fields is fixed, so no name can pass for another field. */
  private static final String FIELDS = "%H\\0%P\\0%y\\0%s\\0%b\\0%C@\\0";

  private static final int FIELD_COUNT = 6;

  /** On Btrfs the top directory of every subvolume has this inode number, and nothing else has. */
  private static final String SUBVOLUME = "256";

  /** Longer notes are not read; a list shows their first line only. */
  private static final String NOTES_LIMIT = "-64k";

  private DirectoryList() {}

  /**
   * @param directory as it was asked for
   * @param path below it
   * @param isDirectory or else a regular file; links are followed, and nothing else is listed
   * @param size bytes
   * @param allocated bytes taken on the file system
   * @param changed when content or attributes changed last; null when that is unknown
   */
  public record Entry(
      String directory,
      String path,
      boolean isDirectory,
      long size,
      long allocated,
      @Nullable Instant changed) {

    public String name() {
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }

  /** Asks for the files that lie directly in these directories. */
  public static Exec files(List<String> directories) {
    return find(directories)
        .and("-mindepth", "1", "-maxdepth", "1", "-type", "f", "-printf", FIELDS);
  }

  /** Asks for these directories themselves; the answer names those that are there. */
  public static Exec themselves(List<String> directories) {
    return find(directories).and("-maxdepth", "0", "-printf", FIELDS).within(FileSystem.PATIENCE);
  }

  /** Asks for the images of all guests: {@code <directory>/<guest>/<name>.<format>}. */
  public static Exec images(String directory, List<ImageFormat> formats) {
    return guestFiles(directory, formats).and("-printf", FIELDS);
  }

  /** Asks for what lies in the guests' directories under any name without blanks. */
  public static Exec guestEntries(String directory) {
    return find(List.of(directory))
        .and("-mindepth", "2", "-maxdepth", "2", "-regextype", "posix-extended")
        .and("-regex", ".*/[0-9]{2,}/[^/[:space:]]+", "-printf", FIELDS);
  }

  /** Asks for the subvolumes in the guests' directories, snapshots among them. */
  public static Exec guestSubvolumes(String directory) {
    return find(List.of(directory))
        .and("-mindepth", "2", "-maxdepth", "2", "-regextype", "posix-extended")
        .and("-regex", ".*/[0-9]{2,}/[^/[:space:]]+", "-type", "d")
        .and("-inum", SUBVOLUME, "-printf", FIELDS);
  }

  /** Asks for the snapshots of one subvolume: {@code <subvolume>@<snapshot>}. */
  public static Exec subvolumesBeside(String subvolume) {
    int slash = subvolume.lastIndexOf('/');
    String name = subvolume.substring(slash + 1).replaceAll("[*?\\[\\\\]", "\\\\$0");
    return find(List.of(subvolume.substring(0, slash)))
        .and("-mindepth", "1", "-maxdepth", "1", "-name", name + "@*", "-type", "d")
        .and("-inum", SUBVOLUME, "-printf", FIELDS);
  }

  /** Asks for the image files in subvolumes: {@code <directory>/<guest>/<name>/disk.raw}. */
  public static Exec guestDisks(String directory) {
    return find(List.of(directory))
        .and("-mindepth", "3", "-maxdepth", "3", "-regextype", "posix-extended")
        .and("-regex", ".*/[0-9]{2,}/[^/@.[:space:]]+/disk\\.raw", "-type", "f", "-printf", FIELDS);
  }

  static Exec guestFiles(String directory, List<ImageFormat> formats) {
    String words = formats.stream().map(ImageFormat::word).collect(Collectors.joining("|"));
    return find(List.of(directory))
        .and("-mindepth", "2", "-maxdepth", "2", "-regextype", "posix-extended")
        .and("-regex", ".*/[0-9]{2,}/[^/[:space:]]+\\.(" + words + ")");
  }

  private static Exec find(List<String> directories) {
    return Exec.reads("/usr/bin/find", "-L")
        .and(directories)
        .asRoot()
        .within(LIMIT)
        .keeping(OUTPUT_LIMIT);
  }

  /**
   * The answer to one of the questions above. A directory that is not there holds nothing; one that
   * could not be read makes the whole answer a failure, because what is unknown must not look
   * empty.
   */
  public static Reading<List<Entry>> entries(Exec asked, Result answer) {
    return complaint(answer)
        ? Answers.failed(asked, answer)
        : split(answer.out())
            .map(Reading::known)
            .orElseGet(() -> Reading.failed("problem.answer-unreadable", asked.argv().getFirst()));
  }

  /** Whether find could not read something that is there. */
  private static boolean complaint(Result answer) {
    if (answer.ending() != Result.Ending.EXITED || answer.status() > 1) {
      return true;
    }
    boolean onlyMissing =
        answer
            .errorText()
            .lines()
            .allMatch(l ->
                l.endsWith(": No such file or directory")
                    || l.endsWith(": Not a directory")
                    || l.endsWith(": Too many levels of symbolic links"));
    return answer.status() != 0 && !onlyMissing;
  }

  private static Optional<List<Entry>> split(byte[] out) {
    List<Entry> found = new ArrayList<>();
    byte[][] fields = new byte[FIELD_COUNT][];
    int filled = 0;
    int from = 0;
    for (int i = 0; i < out.length; i++) {
      if (out[i] != 0) {
        continue;
      }
      fields[filled++] = java.util.Arrays.copyOfRange(out, from, i);
      from = i + 1;
      if (filled == FIELD_COUNT) {
        filled = 0;
        try {
          entry(fields).ifPresent(found::add);
        } catch (NumberFormatException | ArithmeticException _) {
          return Optional.empty();
        }
      }
    }
    return filled == 0 && from == out.length ? Optional.of(List.copyOf(found)) : Optional.empty();
  }

  private static Optional<Entry> entry(byte[][] fields) {
    Optional<String> directory = utf8(fields[0]);
    Optional<String> path = utf8(fields[1]).filter(p -> p.indexOf('\n') < 0 && p.indexOf('\r') < 0);
    String kind = ascii(fields[2]);
    if (directory.isEmpty() || path.isEmpty() || !(kind.equals("f") || kind.equals("d"))) {
      return Optional.empty();
    }
    BigDecimal changed = new BigDecimal(ascii(fields[5]));
    return Optional.of(
        new Entry(
            directory.get(),
            path.get(),
            kind.equals("d"),
            Long.parseLong(ascii(fields[3])),
            // find counts blocks of 512 bytes, whatever the file system uses
            Math.multiplyExact(Long.parseLong(ascii(fields[4])), 512),
            HostTime.of(changed)));
  }

  private static String ascii(byte[] field) {
    return new String(field, StandardCharsets.US_ASCII);
  }

  private static Optional<String> utf8(byte[] field) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(field)).toString());
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }

  /** Asks for the first line of each archive's notes in a directory. */
  public static Exec notes(String directory) {
    return find(List.of(directory))
        .and("-mindepth", "1", "-maxdepth", "1", "-type", "f", "-name", "*.notes")
        .and("-size", NOTES_LIMIT, "-exec")
        .and("/usr/bin/grep", "-a", "-m", "1", "-H", "-Z", "", "{}", "+");
  }

  private static final Pattern NOTE =
      Pattern.compile("\\G\\x00*+([^\\x00]++)\\x00([^\\n]*+)(?:\\n|\\z)");

  /**
   * First lines by file name, from the answer to {@link #notes}. A name ends at the first NUL and a
   * line at the first line break, so neither can pass for the other. What is not there was empty,
   * too long or unreadable.
   */
  public static Map<String, String> firstLines(Result answer) {
    Map<String, String> found = new TreeMap<>();
    NOTE.matcher(answer.text())
        .results()
        .forEach(m -> {
          String path = m.group(1);
          found.put(path.substring(path.lastIndexOf('/') + 1), m.group(2));
        });
    return found;
  }
}
