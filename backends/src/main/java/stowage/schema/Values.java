package stowage.schema;

import java.util.Optional;
import stowage.message.Message;

/** Checks, reads and prints the text of property values. */
public final class Values {
  private Values() {}

  /** Why the text, as entered by a person, is no value of this kind; empty when it is one. */
  public static Optional<Message> problem(Kind<?> kind, String text) {
    throw new UnsupportedOperationException("in work: " + kind + text);
  }

  /** What the text of the file means; empty when the file's reader would drop it. */
  public static <T> Optional<T> read(Kind<T> kind, String text) {
    throw new UnsupportedOperationException("in work: " + kind + text);
  }

  /**
   * The text as the file has it, from what a person entered (booleans 1 or 0, lists joined by
   * commas).
   */
  public static String normal(Kind<?> kind, String entered) {
    throw new UnsupportedOperationException("in work: " + kind + entered);
  }
}
