package stowage.exec;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The only place where words become shell text, and shell text words. */
public final class Quoting {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private Quoting() {}

  /** One word that every POSIX shell reads back as exactly this text. */
  public static String word(String text) {
    if (PLAIN.matcher(text).matches()) {
      return text;
    }
    return "'" + text.replace("'", "'\\''") + "'";
  }

  public static String words(List<String> argv) {
    return argv.stream().map(Quoting::word).collect(Collectors.joining(" "));
  }

  /**
   * The words that {@link #words} was given: single quotes and backslashes only, nothing that a
   * shell would expand.
   *
   * @throws IllegalArgumentException when a quote is not closed or the text ends in a backslash
   */
  public static List<String> split(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    for (int at = 0; at < line.length(); at++) {
      char c = line.charAt(at);
      switch (c) {
        case ' ', '\t', '\n' -> {
          if (inWord) {
            words.add(word.toString());
            word.setLength(0);
          }
          inWord = false;
        }
        case '\'' -> {
          int end = line.indexOf('\'', at + 1);
          if (end < 0) {
            throw new IllegalArgumentException("a quote is not closed");
          }
          word.append(line, at + 1, end);
          at = end;
          inWord = true;
        }
        case '\\' -> {
          at++;
          if (at == line.length()) {
            throw new IllegalArgumentException("a backslash at the end");
          }
          word.append(line.charAt(at));
          inWord = true;
        }
        default -> {
          word.append(c);
          inWord = true;
        }
      }
    }
    if (inWord) {
      words.add(word.toString());
    }
    return words;
  }
}
