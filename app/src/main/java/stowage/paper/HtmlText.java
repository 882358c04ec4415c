package stowage.paper;

import java.util.Locale;
import java.util.regex.Pattern;

/** The text of a page that was kept as a file instead of being printed. */
final class HtmlText {
  /** Symbols stand in attributes, styles between tags of their own. */
  private static final Pattern NO_TEXT =
      Pattern.compile("<style.*?</style\\s*>|<title.*?</title\\s*>|<[^>]*>", Pattern.DOTALL);

  private HtmlText() {}

  static boolean is(String text) {
    String begin = text.stripLeading();
    String start = begin.substring(0, Math.min(20, begin.length())).toLowerCase(Locale.ROOT);
    return start.startsWith("<!doctype html") || start.startsWith("<html");
  }

  static String of(String html) {
    return NO_TEXT
        .matcher(html)
        .replaceAll("\n")
        .replace("&quot;", "\"")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&");
  }
}
