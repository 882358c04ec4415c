package stowage.schema;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import stowage.message.Message;
import stowage.message.Printable;
import stowage.volume.ContentType;

/** Checks, reads and prints the text of property values. */
public final class Values {

  /** Who wrote the text: people may say {@code yes}, and are told of every mistake. */
  enum Channel {
    FILE,
    PERSON
  }

  private static final Pattern SEPARATORS = Pattern.compile("[,;\\s\\x00]+");
  private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,18}");

  private Values() {}

  /** Why the text, as entered by a person, is no value of this kind; empty when it is one. */
  public static Optional<Message> problem(Kind<?> kind, String text) {
    try {
      parse(kind, text.strip(), Channel.PERSON);
      return Optional.empty();
    } catch (RejectedException e) {
      return Optional.of(e.said());
    }
  }

  /** What the text of the file means; empty when the file's reader would drop it. */
  public static <T> Optional<T> read(Kind<T> kind, String text) {
    try {
      // Each kind's parser returns what the kind's own type parameter names.
      @SuppressWarnings("unchecked")
      T value = (T) parse(kind, text, Channel.FILE);
      return Optional.of(value);
    } catch (RejectedException _) {
      return Optional.empty();
    }
  }

  /**
   * The text as the file has it, from what a person entered (booleans 1 or 0, lists joined by
   * commas). What is no value comes back as it is.
   */
  public static String normal(Kind<?> kind, String entered) {
    String text = entered.strip();
    try {
      return print(parse(kind, text, Channel.PERSON));
    } catch (RejectedException _) {
      return text;
    }
  }

  /** Parts of a list: separated by commas, semicolons and white space, in any number. */
  static List<String> items(String text) {
    return SEPARATORS.splitAsStream(text).filter(item -> !item.isEmpty()).toList();
  }

  private static Object parse(Kind<?> kind, String text, Channel from) throws RejectedException {
    if (text.isEmpty()) {
      throw new RejectedException("problem.empty");
    }
    // White space inside a list is a separator; anywhere else control characters are a mistake
    // or an attempt to smuggle another line into the file.
    if (from == Channel.PERSON && !Printable.isLine(text)) {
      throw new RejectedException("problem.control-character");
    }
    return switch (kind) {
      case Kind.Text(String rule, Pattern pattern, int maxLength) -> {
        if (text.length() > maxLength) {
          throw new RejectedException("problem.too-long", text.length(), maxLength);
        }
        if (!pattern.matcher(text).matches()) {
          throw new RejectedException("problem.rule." + rule, text);
        }
        yield text;
      }
      case Kind.Flag() -> flag(text, from);
      case Kind.Whole(long min, long max) -> whole(text, min, max);
      case Kind.Choice(List<String> words) -> {
        if (!words.contains(text)) {
          throw new RejectedException("problem.choice", text, String.join(", ", words));
        }
        yield text;
      }
      case Kind.Contents() -> contents(text, from);
      case Kind.Nodes() -> new LinkedHashSet<>(each(text, Addresses.NODE, "problem.rule.node"));
      case Kind.Keep() -> PropertyString.keep(text);
      case Kind.Bandwidth() -> PropertyString.bandwidth(text);
      case Kind.Directories() -> PropertyString.directories(text);
      case Kind.Portals() -> each(text, Addresses.PORTAL, "problem.rule.portal");
    };
  }

  static boolean flag(String text, Channel from) throws RejectedException {
    if (text.equals("1") || text.equals("0")) {
      return text.equals("1");
    }
    String word = from == Channel.PERSON ? text.toLowerCase(Locale.ROOT) : "";
    return switch (word) {
      case "on", "yes", "true" -> true;
      case "off", "no", "false" -> false;
      default -> throw new RejectedException("problem.flag", text);
    };
  }

  static long whole(String text, long min, long max) throws RejectedException {
    if (!WHOLE.matcher(text).matches()) {
      throw new RejectedException("problem.whole", text);
    }
    long value = Long.parseLong(text);
    if (value < min || value > max) {
      throw max == Long.MAX_VALUE
          ? new RejectedException("problem.too-small", text, min)
          : new RejectedException("problem.range", text, min, max);
    }
    return value;
  }

  private static Set<ContentType> contents(String text, Channel from) throws RejectedException {
    Set<ContentType> found = new LinkedHashSet<>();
    for (String word : items(text)) {
      Optional<ContentType> content = ContentType.of(word);
      if (content.isEmpty() && from == Channel.PERSON) {
        throw new RejectedException("problem.content-unknown", word, words());
      }
      content.ifPresent(found::add);
    }
    if (from == Channel.PERSON && found.isEmpty()) {
      throw new RejectedException("problem.empty");
    }
    if (from == Channel.PERSON && found.size() > 1 && found.contains(ContentType.NONE)) {
      throw new RejectedException("problem.content-none-mixed");
    }
    return found;
  }

  private static String words() {
    return Arrays.stream(ContentType.values())
        .map(ContentType::word)
        .collect(Collectors.joining(", "));
  }

  private static List<String> each(String text, Pattern rule, String key) throws RejectedException {
    List<String> items = items(text);
    if (items.isEmpty()) {
      throw new RejectedException("problem.empty");
    }
    for (String item : items) {
      if (!rule.matcher(item).matches()) {
        throw new RejectedException(key, item);
      }
    }
    return items;
  }

  private static String print(Object value) {
    return switch (value) {
      case Boolean flag -> flag ? "1" : "0";
      case ContentType content -> content.word();
      // 1000.0 and 1e3 are both written 1000.
      case Double number -> PropertyString.plain(number);
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(e -> print(e.getKey()) + "=" + print(e.getValue()))
              .collect(Collectors.joining(","));
      case Iterable<?> list -> {
        StringBuilder joined = new StringBuilder();
        for (Object item : list) {
          joined.append(joined.isEmpty() ? "" : ",").append(print(item));
        }
        yield joined.toString();
      }
      default -> value.toString();
    };
  }
}
