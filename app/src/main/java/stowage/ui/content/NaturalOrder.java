package stowage.ui.content;

import java.util.Comparator;

/** {@code disk-9} before {@code disk-10}; letters without regard to case. */
final class NaturalOrder implements Comparator<String> {
  @Override
  public int compare(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() && j < b.length()) {
      int endA = digits(a, i);
      int endB = digits(b, j);
      int order =
          endA > i && endB > j
              ? number(a, i, endA, b, j, endB)
              : Character.compare(
                  Character.toLowerCase(a.charAt(i)), Character.toLowerCase(b.charAt(j)));
      if (order != 0) {
        return order;
      }
      i = Math.max(endA, i + 1);
      j = Math.max(endB, j + 1);
    }
    return Integer.compare(a.length() - i, b.length() - j);
  }

  private static int digits(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  /** Compares digits of any length: first how many count, then which. */
  private static int number(String a, int fromA, int endA, String b, int fromB, int endB) {
    int i = zeros(a, fromA, endA);
    int j = zeros(b, fromB, endB);
    int length = Integer.compare(endA - i, endB - j);
    return length != 0 ? length : a.substring(i, endA).compareTo(b.substring(j, endB));
  }

  private static int zeros(String text, int from, int end) {
    int at = from;
    while (at < end - 1 && text.charAt(at) == '0') {
      at++;
    }
    return at;
  }
}
