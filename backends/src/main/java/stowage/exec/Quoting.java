package stowage.exec;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The only place where words become shell text. */
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
}
