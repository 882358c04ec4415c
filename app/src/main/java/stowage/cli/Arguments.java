package stowage.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What {@code pvesm} users may write differently. */
final class Arguments {
  private static final Pattern SINGLE_DASH =
      Pattern.compile("-[a-z][a-z0-9_-]+(=.*)?", Pattern.DOTALL);

  private Arguments() {}

  /** {@code -content iso} is {@code --content iso}; nothing behind a {@code --} is touched. */
  static String[] normal(String[] given) {
    List<String> normal = new ArrayList<>();
    boolean literal = false;
    for (String word : given) {
      literal |= word.equals("--");
      normal.add(!literal && SINGLE_DASH.matcher(word).matches() ? "-" + word : word);
    }
    return normal.toArray(String[]::new);
  }
}
