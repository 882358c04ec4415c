package stowage.tool;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import stowage.exec.Exec;
import stowage.exec.Result;
import stowage.volume.ImageFormat;
import stowage.volume.ImageHeader;

/**
 * The first bytes of all images of a pool, in one go: enough for size, snapshots and backing image,
 * without starting {@code qemu-img} for each.
 */
public final class ImageHeads {

  /** Bytes read of each image. */
  public static final int LENGTH = 1024;

  private static final String BEGIN = "==> ";
  private static final String END = " <==\n";

  private ImageHeads() {}

  /** Asks for the heads of the images below a directory; files that are shorter are left out. */
  public static Exec read(String directory, List<ImageFormat> formats) {
    return DirectoryList.guestFiles(directory, formats)
        .and("-type", "f", "-size", "+" + (LENGTH - 1) + "c", "-exec")
        .and("/usr/bin/head", "-v", "-c", Integer.toString(LENGTH), "--", "{}", "+");
  }

  /**
   * Heads by path below the directory. An image whose head could not be read is missing; it may
   * have gone or changed meanwhile.
   *
   * <p>Each head is taken by its length, never by what it holds. Only where a file turned out
   * shorter (a read error, a file cut in that moment) the next title is looked for; a head that was
   * made to look like a title then leads to a path that comes twice, and neither is believed.
   */
  public static Map<String, byte[]> of(String directory, Result answer) {
    byte[] out = answer.out();
    byte[] title = (BEGIN + directory + "/").getBytes(StandardCharsets.UTF_8);
    byte[] end = END.getBytes(StandardCharsets.UTF_8);
    Map<String, byte[]> found = new HashMap<>();
    Set<String> twice = new HashSet<>();
    int at = 0;
    while (startsWith(out, at, title)) {
      int name = at + title.length;
      int close = indexOf(out, name, end);
      if (close < 0) {
        break;
      }
      String path = new String(out, name, close - name, StandardCharsets.UTF_8);
      int head = close + end.length;
      int next = head + LENGTH;
      if (next == out.length || next(out, next, title) >= 0) {
        if (found.put(path, Arrays.copyOfRange(out, head, next)) != null) {
          twice.add(path);
        }
      } else {
        next = head;
        while (next < out.length && next(out, next, title) < 0) {
          next++;
        }
      }
      at = next(out, next, title);
    }
    twice.forEach(found::remove);
    return found;
  }

  /**
   * What an image says of itself; empty when it should have been among the heads and is not.
   *
   * @param heads as {@link #of} told, of images of these formats
   */
  public static Optional<ImageHeader> header(
      Map<String, byte[]> heads, String path, ImageFormat format, long fileSize) {
    byte[] head = heads.get(path);
    boolean headed = format != ImageFormat.RAW && format != ImageFormat.SUBVOL;
    return head == null && headed && fileSize >= LENGTH
        ? Optional.empty()
        : Optional.of(ImageHeader.read(format, head == null ? new byte[0] : head, fileSize));
  }

  /**
   * Where the title begins that comes next, -1 when none does. A line break stands before it unless
   * it is the first one of a further {@code head}, which find starts when the names are many.
   */
  private static int next(byte[] out, int at, byte[] title) {
    if (startsWith(out, at, title)) {
      return at;
    }
    return at < out.length && out[at] == '\n' && startsWith(out, at + 1, title) ? at + 1 : -1;
  }

  private static boolean startsWith(byte[] out, int at, byte[] wanted) {
    return at >= 0
        && at + wanted.length <= out.length
        && Arrays.equals(out, at, at + wanted.length, wanted, 0, wanted.length);
  }

  private static int indexOf(byte[] out, int from, byte[] wanted) {
    for (int i = from; i + wanted.length <= out.length; i++) {
      if (startsWith(out, i, wanted)) {
        return i;
      }
    }
    return -1;
  }
}
