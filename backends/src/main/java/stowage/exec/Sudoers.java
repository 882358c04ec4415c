package stowage.exec;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is said about {@code /etc/sudoers}, see sudoers(5). */
public final class Sudoers {
  private static final Pattern SPECIAL = Pattern.compile("([\\\\,:= \\t!@])");

  private Sudoers() {}

  /** The line that lets the user run these programs as root without a password. */
  public static String rule(String user, List<String> programs) {
    return programs.stream()
        .map(Sudoers::word)
        .collect(Collectors.joining(", ", word(user) + " ALL=(root) NOPASSWD: ", ""));
  }

  private static String word(String text) {
    return SPECIAL.matcher(text).replaceAll("\\\\$1");
  }
}
