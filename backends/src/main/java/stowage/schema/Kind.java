package stowage.schema;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import stowage.volume.ContentType;

/**
 * The form of a property's value. Sealed: a form field, a command-line option and a documentation
 * row exist for each, or the program does not compile. Values are kept as text, as in the file;
 * {@link Values} checks, reads and prints them.
 *
 * @param <T> what the text means
 */
public sealed interface Kind<T> {

  /**
   * A word or text that matches a pattern.
   *
   * @param rule names the rule for messages, for example {@code server}
   * @param pattern what the whole text must match
   * @param maxLength in characters
   */
  record Text(String rule, Pattern pattern, int maxLength) implements Kind<String> {}

  /** {@code 1} or {@code 0} in the file; yes/no, on/off, true/false on the command line. */
  record Flag() implements Kind<Boolean> {}

  record Whole(long min, long max) implements Kind<Long> {}

  record Choice(List<String> words) implements Kind<String> {}

  /** A set of content types; which ones a pool type allows stands in its {@link Schema}. */
  record Contents() implements Kind<Set<ContentType>> {}

  /** A set of node names. */
  record Nodes() implements Kind<Set<String>> {}

  /** {@code keep-last=3,keep-daily=7}. */
  record Keep() implements Kind<Map<String, Long>> {}

  /** {@code default=1000,restore=0}: KiB/s. */
  record Bandwidth() implements Kind<Map<String, Double>> {}

  /**
   * {@code iso=media,backup=dumps/weekly}: directory of a content type, relative to the pool's
   * path.
   */
  record Directories() implements Kind<Map<ContentType, String>> {}

  /** A list of addresses, with or without port. */
  record Portals() implements Kind<List<String>> {}
}
