package stowage.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import stowage.message.Message;

/** Reads ssh_config files into lines, with the files they include in place. */
final class ConfigLines {
  private static final int DEPTH = 16;
  private static final Pattern KEYWORD = Pattern.compile("\\s*([A-Za-z]\\w*)(?:\\s*=|\\s|$)(.*)");
  private static final Pattern ARGUMENT =
      Pattern.compile("\\s*((?:\"[^\"]*\"|'[^']*'|[^\\s\"'])+)");

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
      for (String text : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
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
      case "match" -> new Line.Scope(true, values, at);
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
      if (glob.indexOf('*') < 0 && glob.indexOf('?') < 0) {
        found = found.stream().map(dir -> dir.resolve(part)).toList();
      } else {
        found = found.stream().flatMap(dir -> list(dir, glob).stream()).toList();
      }
    }
    return found;
  }

  private static List<Path> list(Path directory, String glob) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(entry -> !entry.getFileName().toString().startsWith("."))
          .filter(entry -> HostPattern.glob(glob, entry.getFileName().toString()))
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      // As with a shell's pattern: what can't be listed matches nothing.
      return List.of();
    }
  }

  /** Keyword and arguments; empty for comments. Quotes keep blanks together. */
  static List<String> words(String line) {
    Matcher split = KEYWORD.matcher(line);
    if (!split.matches()) {
      return List.of();
    }
    List<String> words = new ArrayList<>(List.of(split.group(1)));
    Matcher argument = ARGUMENT.matcher(split.group(2));
    while (argument.lookingAt() && !argument.group(1).startsWith("#")) {
      words.add(argument.group(1).replaceAll("[\"']", ""));
      argument.region(argument.end(), argument.regionEnd());
    }
    return words;
  }
}
