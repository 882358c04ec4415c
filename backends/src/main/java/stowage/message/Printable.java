package stowage.message;

/**
 * Text of others on its way to a person: what a host or a server says is shown and never obeyed.
 * Signs that move the cursor, break a line, turn the order of the letters around or can't be seen
 * stand there as U+FFFD.
 */
public final class Printable {
  private static final int REPLACEMENT = 0xFFFD;

  private Printable() {}

  /** For one line of text, such as a name: nothing in it begins another one. */
  public static String line(String text) {
    return shown(text, false);
  }

  /** For text of several lines; line feeds and tabs stay. */
  public static String text(String text) {
    return shown(text, true);
  }

  /** Whether it can be shown as it is, in one line. */
  public static boolean isLine(String text) {
    return text.codePoints().allMatch(Printable::isShown);
  }

  private static String shown(String text, boolean lines) {
    if (isLine(text)) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> isShown(c) || (lines && (c == '\n' || c == '\t')) ? c : REPLACEMENT)
        .forEach(shown::appendCodePoint);
    return shown.toString();
  }

  /** False also for half of a pair of surrogates, which is no sign at all. */
  public static boolean isShown(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
