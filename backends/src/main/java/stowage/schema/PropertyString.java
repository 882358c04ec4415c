package stowage.schema;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import stowage.volume.ContentType;

/** Values that hold values of their own: {@code key=value,key=value}. */
final class PropertyString {
  static final String KEEP_ALL = "keep-all";
  private static final List<String> KEEPS =
      List.of(
          "keep-last", "keep-hourly", "keep-daily", "keep-weekly", "keep-monthly", "keep-yearly");
  private static final List<String> LIMITS =
      List.of("default", "restore", "migration", "clone", "move");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,15}(\\.\\d{1,6})?");
  private static final int MAX_PATH = 1023;
  private static final int MAX_COMPONENT = 255;

  private PropertyString() {}

  static Map<String, Long> keep(String text) throws RejectedException {
    Map<String, Long> found = new LinkedHashMap<>();
    for (Map.Entry<String, String> part : parts(text, "").entrySet()) {
      String key = part.getKey();
      if (key.equals(KEEP_ALL)) {
        // Inside a property string the file's reader takes yes and no as well.
        found.put(key, Values.flag(part.getValue(), Values.Channel.PERSON) ? 1L : 0L);
      } else if (KEEPS.contains(key)) {
        found.put(key, Values.whole(part.getValue(), 0, Long.MAX_VALUE));
      } else {
        throw new RejectedException(
            "problem.key-unknown", key, KEEP_ALL + ", " + String.join(", ", KEEPS));
      }
    }
    boolean counted = KEEPS.stream().anyMatch(k -> found.getOrDefault(k, 0L) > 0);
    if (counted && found.getOrDefault(KEEP_ALL, 0L) == 1) {
      throw new RejectedException("problem.keep-all-mixed");
    }
    return found;
  }

  static Map<String, Double> bandwidth(String text) throws RejectedException {
    Map<String, Double> found = new LinkedHashMap<>();
    for (Map.Entry<String, String> part : parts(text, "default").entrySet()) {
      if (!LIMITS.contains(part.getKey())) {
        throw new RejectedException(
            "problem.key-unknown", part.getKey(), String.join(", ", LIMITS));
      }
      if (!NUMBER.matcher(part.getValue()).matches()) {
        throw new RejectedException("problem.bandwidth", part.getValue());
      }
      found.put(part.getKey(), Double.valueOf(part.getValue()));
    }
    return found;
  }

  static Map<ContentType, String> directories(String text) throws RejectedException {
    Map<ContentType, String> found =
        new TreeMap<>(java.util.Comparator.comparing(ContentType::word));
    for (String item : Values.items(text)) {
      int at = item.indexOf('=');
      if (at < 1 || at == item.length() - 1) {
        throw new RejectedException("problem.directory-form", item);
      }
      Optional<ContentType> content = ContentType.of(item.substring(0, at));
      if (content.isEmpty() || content.get() == ContentType.NONE) {
        throw new RejectedException("problem.directory-content", item.substring(0, at));
      }
      String path = item.substring(at + 1);
      if (path.contains("..") || path.endsWith(".")) {
        throw new RejectedException("problem.directory-dots", path);
      }
      if (path.length() >= MAX_PATH
          || List.of(path.split("/")).stream().anyMatch(c -> c.length() >= MAX_COMPONENT)) {
        throw new RejectedException("problem.directory-long", path.length());
      }
      if (found.put(content.get(), path) != null) {
        throw new RejectedException("problem.key-twice", content.get().word());
      }
    }
    if (found.isEmpty()) {
      throw new RejectedException("problem.empty");
    }
    return found;
  }

  static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  private static Map<String, String> parts(String text, String keyOfBareValue)
      throws RejectedException {
    Map<String, String> parts = new LinkedHashMap<>();
    for (String part : text.split(",")) {
      if (part.isBlank()) {
        continue;
      }
      int at = part.indexOf('=');
      String key = at < 0 ? keyOfBareValue : part.substring(0, at).strip();
      String value = part.substring(at + 1).strip();
      if (key.isEmpty() || value.isEmpty()) {
        throw new RejectedException("problem.key-value-form", part.strip());
      }
      if (parts.put(key, value) != null) {
        throw new RejectedException("problem.key-twice", key);
      }
    }
    if (parts.isEmpty()) {
      throw new RejectedException("problem.empty");
    }
    return parts;
  }
}
