package stowage.config;

import java.util.regex.Pattern;

/** Name of a pool: at least two characters, a letter first, a letter or digit last. */
public record StorageId(String text) implements Comparable<StorageId> {
  private static final Pattern RULE =
      Pattern.compile("[a-z][a-z0-9\\-_.]*[a-z0-9]", Pattern.CASE_INSENSITIVE);

  public StorageId {
    if (!isValid(text)) {
      throw new IllegalArgumentException("not a storage id: " + text);
    }
  }

  public static boolean isValid(String text) {
    return RULE.matcher(text).matches();
  }

  @Override
  public int compareTo(StorageId other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
