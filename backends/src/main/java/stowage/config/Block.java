package stowage.config;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Consecutive lines of the file that belong together: a section with the empty line that ends it,
 * or what lies between sections. Lines keep their line end, and hold one character per byte
 * (ISO-8859-1), so that putting them together again gives the bytes that were read.
 *
 * @param firstLine number of the first line, counted from 1
 * @param header null for lines outside of sections
 */
record Block(int firstLine, @Nullable Header header, List<String> lines) {

  /** Type in lower case, name as written. */
  record Header(String type, String id) {}

  /**
   * @param value as written, empty when there is none
   */
  record PropertyLine(String key, String value) {}

  Block {
    lines = List.copyOf(lines);
  }

  /** What a file's last block may lack at its end. */
  enum Ending {
    WHOLE,
    NO_EMPTY_LINE,
    NO_LINE_END
  }

  Ending ending() {
    String last = lines.getLast();
    if (!last.endsWith("\n")) {
      return Ending.NO_LINE_END;
    }
    return header == null || isBlank(last) ? Ending.WHOLE : Ending.NO_EMPTY_LINE;
  }

  /** With a line end, and with an empty line when it is a section that lacks one. */
  Block whole() {
    List<String> whole = new ArrayList<>(lines);
    String last = whole.removeLast();
    whole.add(last.endsWith("\n") ? last : last + "\n");
    if (header != null && !isBlank(last)) {
      whole.add("\n");
    }
    return new Block(firstLine, header, whole);
  }

  /** A whole one without what one with this ending lacks: the reverse of {@link #whole}. */
  Block lacking(Ending ending) {
    List<String> left = new ArrayList<>(lines);
    if (ending != Ending.WHOLE && header != null && left.getLast().equals("\n")) {
      left.removeLast();
    }
    if (ending == Ending.NO_LINE_END) {
      left.add(left.removeLast().replaceFirst("\n$", ""));
    }
    return new Block(firstLine, header, left);
  }

  /** Cuts the file as its reader does: only an empty line ends a section. */
  static List<Block> split(byte[] file) {
    List<Block> blocks = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    @Nullable Header header = null;
    int number = 1;
    int first = 1;
    for (String line : linesOf(new String(file, StandardCharsets.ISO_8859_1))) {
      @Nullable Header found = header == null && !isComment(line) ? header(line) : null;
      if (found != null) {
        add(blocks, first, null, lines);
        header = found;
        first = number;
      }
      lines.add(line);
      if (header != null && isBlank(line)) {
        add(blocks, first, header, lines);
        header = null;
        first = number + 1;
      }
      number++;
    }
    add(blocks, first, header, lines);
    return List.copyOf(blocks);
  }

  private static void add(
      List<Block> blocks, int first, @Nullable Header header, List<String> lines) {
    if (!lines.isEmpty()) {
      blocks.add(new Block(first, header, lines));
      lines.clear();
    }
  }

  private static List<String> linesOf(String text) {
    List<String> lines = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      int end = text.indexOf('\n', from);
      int to = end < 0 ? text.length() : end + 1;
      lines.add(text.substring(from, to));
      from = to;
    }
    return lines;
  }

  /** A {@code #} behind any white space; later in a line it is part of the value. */
  static boolean isComment(String line) {
    int at = skipSpace(line, 0);
    return at < line.length() && line.charAt(at) == '#';
  }

  /** A line of length zero. One that holds only a 0 counts too, as Perl takes it for false. */
  static boolean isBlank(String line) {
    String text = line.endsWith("\n") ? line.substring(0, line.length() - 1) : line;
    return text.isEmpty() || text.equals("0");
  }

  /** {@code type: id}, not indented, and nothing else. */
  static @Nullable Header header(String line) {
    int end = trimmedEnd(line);
    if (end == 0 || isSpace(line.charAt(0))) {
      return null;
    }
    int gap = 0;
    while (gap < end && !isSpace(line.charAt(gap))) {
      gap++;
    }
    int colon;
    int idStart;
    if (gap == end) {
      // No blank: the last colon with something behind it parts type and name.
      colon = line.lastIndexOf(':', end - 2);
      idStart = colon + 1;
    } else {
      colon = gap - 1;
      idStart = skipSpace(line, gap);
    }
    if (colon < 1 || line.charAt(colon) != ':') {
      return null;
    }
    for (int i = idStart; i < end; i++) {
      if (isSpace(line.charAt(i))) {
        return null;
      }
    }
    return new Header(
        decoded(line.substring(0, colon)).toLowerCase(Locale.ROOT),
        decoded(line.substring(idStart, end)));
  }

  /** An indented key, and the rest of the line as its value. */
  static @Nullable PropertyLine property(String line) {
    int end = trimmedEnd(line);
    int start = skipSpace(line, 0);
    if (start == 0 || start >= end) {
      return null;
    }
    int gap = start;
    while (gap < end && !isSpace(line.charAt(gap))) {
      gap++;
    }
    int value = Math.min(skipSpace(line, gap), end);
    return new PropertyLine(decoded(line.substring(start, gap)), line.substring(value, end));
  }

  /** The characters that the bytes mean. */
  static String decoded(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /** The bytes of the text, one character each. */
  static String encoded(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static int skipSpace(String line, int from) {
    int at = from;
    while (at < line.length() && isSpace(line.charAt(at))) {
      at++;
    }
    return at;
  }

  private static int trimmedEnd(String line) {
    int end = line.length();
    while (end > 0 && isSpace(line.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }
}
