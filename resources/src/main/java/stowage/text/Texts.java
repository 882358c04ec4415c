package stowage.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Format;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/**
 * Everything the program says, in one language. Texts are {@link MessageFormat} patterns: a literal
 * apostrophe is written twice, also in texts without placeholders.
 */
public final class Texts {

  /** The files that hold the texts, one {@code room.properties} per language each. */
  static final List<String> ROOMS =
      List.of(
          "host",
          "problem",
          "server",
          "property",
          "keys",
          "paper",
          "step",
          "cli",
          "ui",
          "ui-host",
          "ui-connect",
          "ui-content",
          "ui-disks",
          "ui-backup",
          "ui-transfer",
          "ui-vault",
          "ui-keys",
          "ui-server",
          "ui-plan",
          "ui-form");

  /** The first is complete by definition; the others fall back to it. */
  public static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.KOREAN);

  private final Locale locale;
  private final Map<String, String> patterns;

  private Texts(Locale locale, Map<String, String> patterns) {
    this.locale = locale;
    this.patterns = patterns;
  }

  /** Texts in the locale's language, or in English when it is none of {@link #LANGUAGES}. */
  public static Texts of(Locale locale) {
    Map<String, String> patterns = new TreeMap<>();
    for (String room : ROOMS) {
      patterns.putAll(read(room + ".properties"));
    }
    if (locale.getLanguage().equals(Locale.KOREAN.getLanguage())) {
      for (String room : ROOMS) {
        patterns.putAll(read(room + "_ko.properties"));
      }
      return new Texts(locale, Map.copyOf(patterns));
    }
    boolean english = locale.getLanguage().equals(Locale.ENGLISH.getLanguage());
    return new Texts(english ? locale : Locale.ENGLISH, Map.copyOf(patterns));
  }

  /** The language that is spoken, which may not be the one that was asked for. */
  public Locale locale() {
    return locale;
  }

  /** Whether there is a text; for keys made from names that another version may have brought. */
  public boolean has(String key) {
    return patterns.containsKey(key);
  }

  public Set<String> keys() {
    return patterns.keySet();
  }

  /**
   * The text with its placeholders filled in; {@code !key!} when there is none.
   *
   * @param args whole numbers are shown without thousands separators, because most are names
   *     (guests, ports) and not amounts; a pattern that wants them writes {@code {0,number}}
   */
  public String say(String key, Object... args) {
    String pattern = patterns.get(key);
    if (pattern == null) {
      return "!" + key + "!";
    }
    return say(pattern, locale, args);
  }

  static String say(String pattern, Locale locale, Object... args) {
    MessageFormat format = new MessageFormat(pattern, locale);
    Format[] wanted = format.getFormatsByArgumentIndex();
    Object[] shown = args.clone();
    for (int i = 0; i < shown.length && i < wanted.length; i++) {
      if (wanted[i] == null && (shown[i] instanceof Integer || shown[i] instanceof Long)) {
        shown[i] = shown[i].toString();
      }
    }
    return format.format(shown);
  }

  static Map<String, String> read(String file) {
    Properties properties = new Properties();
    try (InputStream in = Texts.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("missing in this build: " + file);
      }
      properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
    Map<String, String> texts = new TreeMap<>();
    for (String key : properties.stringPropertyNames()) {
      texts.put(key, properties.getProperty(key));
    }
    return texts;
  }
}
