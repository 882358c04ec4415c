package stowage.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import stowage.message.Message;

/** Reads ssh_config files into lines, with the files they include in place. */
final class ConfigLines {
  private static final int DEPTH = 16;
  private static final Pattern KEYWORD = Pattern.compile("\\s*([A-Za-z]\\w*)(?:\\s*=|\\s|$)(.*)");

  /** A line that means something. */
  sealed interface Line {
    /**
     * @param keyword in lower case
     * @param at file and line
     */
    record Setting(String keyword, List<String> values, String at) implements Line {}

    /** {@code Host} or {@code Match}: to whom the lines up to the next one apply. */
    record Scope(boolean match, List<String> criteria, String at) implements Line {}

    /** What {@code Include} brought; a scope inside ends with it. */
    record Included(List<Line> lines) implements Line {}
  }

  private final Path home;
  private final List<Message> warnings = new ArrayList<>();

  ConfigLines(Path home) {
    this.home = home;
  }

  List<Message> warnings() {
    return List.copyOf(warnings);
  }

  /**
   * @param base where relative includes are looked for
   */
  List<Line> read(Path file, Path base) {
    return read(file, base, 0);
  }

  private List<Line> read(Path file, Path base, int depth) {
    List<Line> lines = new ArrayList<>();
    if (!Files.isRegularFile(file)) {
      return lines;
    }
    try {
      int number = 0;
      // A stray byte of another encoding becomes a sign that stands for none.
      String content = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      for (String text : content.lines().toList()) {
        number++;
        List<String> words = words(text);
        if (!words.isEmpty()) {
          lines.add(line(words, file + ":" + number, base, depth));
        }
      }
    } catch (IOException e) {
      warnings.add(Message.of("host.config-unreadable", file.toString()));
    }
    return lines;
  }

  private Line line(List<String> words, String at, Path base, int depth) {
    String keyword = words.getFirst().toLowerCase(Locale.ROOT);
    List<String> values = words.subList(1, words.size());
    return switch (keyword) {
      case "host" -> new Line.Scope(false, values, at);
      case "match" ->
          new Line.Scope(
              true,
              values.stream()
                  .flatMap(word -> Stream.of(word.split("=")))
                  .filter(word -> !word.isEmpty())
                  .toList(),
              at);
      case "include" -> new Line.Included(include(values, at, base, depth));
      default -> new Line.Setting(keyword, values, at);
    };
  }

  private List<Line> include(List<String> patterns, String at, Path base, int depth) {
    List<Line> lines = new ArrayList<>();
    if (depth >= DEPTH) {
      warnings.add(Message.of("host.config-include-depth", at));
      return lines;
    }
    for (String pattern : patterns) {
      Path path =
          pattern.startsWith("~/") ? home.resolve(pattern.substring(2)) : base.resolve(pattern);
      for (Path file : expand(path)) {
        lines.addAll(read(file, base, depth + 1));
      }
    }
    return lines;
  }

  /** Files that match, in the order of their names; wildcards may stand in any part. */
  private static List<Path> expand(Path pattern) {
    List<Path> found = List.of(pattern.getRoot());
    for (Path part : pattern) {
      String glob = part.toString();
      if (glob.chars().noneMatch(c -> c == '*' || c == '?' || c == '[')) {
        found = found.stream().map(dir -> dir.resolve(part)).toList();
      } else {
        found = found.stream().flatMap(dir -> list(dir, glob).stream()).toList();
      }
    }
    return found;
  }

  private static List<Path> list(Path directory, String glob) {
    try (Stream<Path> entries = Files.list(directory)) {
      // Braces mean nothing to ssh.
      PathMatcher names =
          directory
              .getFileSystem()
              .getPathMatcher("glob:" + glob.replace("{", "\\{").replace("}", "\\}"));
      return entries
          .filter(entry -> !entry.getFileName().toString().startsWith("."))
          .filter(entry -> names.matches(entry.getFileName()))
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException | PatternSyntaxException e) {
      // As with a shell's pattern: what can't be listed matches nothing.
      return List.of();
    }
  }

  /** Keyword and arguments; empty for comments. */
  static List<String> words(String line) {
    Matcher split = KEYWORD.matcher(line);
    if (!split.matches()) {
      return List.of();
    }
    List<String> words = new ArrayList<>(List.of(split.group(1)));
    String rest = split.group(2);
    int at = 0;
    while (at < rest.length() && rest.charAt(at) != '#') {
      if (Character.isWhitespace(rest.charAt(at))) {
        at++;
      } else {
        StringBuilder word = new StringBuilder();
        at = word(rest, at, word);
        words.add(word.toString());
      }
    }
    return words;
  }

  /**
   * Quotes of both kinds keep blanks together; a backslash takes away the meaning of a quote, of a
   * blank outside of quotes, and of itself.
   *
   * @return where the word ends
   */
  private static int word(String text, int start, StringBuilder word) {
    char quote = 0;
    int at = start;
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      char next = at + 1 < text.length() ? text.charAt(at + 1) : 0;
      if (c == '\\' && ("\"'\\".indexOf(next) >= 0 || (quote == 0 && next == ' '))) {
        word.append(next);
        at++;
      } else if (quote == 0 && (c == ' ' || c == '\t')) {
        break;
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
      } else if (quote != 0 && c == quote) {
        quote = 0;
      } else {
        word.append(c);
      }
    }
    return at;
  }
}
