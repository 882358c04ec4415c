package stowage.demo.program;

import java.util.concurrent.ThreadLocalRandom;

/** Identifiers as tools make them up. */
public final class Names {
  private static final String LETTERS =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

  private Names() {}

  /** Thirty-two letters and digits in groups of 6, 4, 4, 4, 4, 4 and 6. */
  public static String lvmUuid() {
    StringBuilder text = new StringBuilder();
    for (int length : new int[] {6, 4, 4, 4, 4, 4, 6}) {
      text.append(text.isEmpty() ? "" : "-");
      for (int i = 0; i < length; i++) {
        text.append(LETTERS.charAt(ThreadLocalRandom.current().nextInt(LETTERS.length())));
      }
    }
    return text.toString();
  }
}
