package stowage.ssh;

import java.util.List;
import java.util.Locale;

/** Host patterns as ssh_config(5) defines them: {@code *}, {@code ?}, and {@code !} for "not". */
final class HostPattern {
  private HostPattern() {}

  /** One pattern matches, and none that begins with {@code !} does; in any case. */
  static boolean matches(List<String> patterns, String name) {
    return matchesExactly(
        patterns.stream().map(pattern -> pattern.toLowerCase(Locale.ROOT)).toList(),
        name.toLowerCase(Locale.ROOT));
  }

  /** As {@code Host} lines and names of users are compared. */
  static boolean matchesExactly(List<String> patterns, String name) {
    boolean matched = false;
    for (String pattern : patterns) {
      if (pattern.startsWith("!")) {
        if (glob(pattern.substring(1), name)) {
          return false;
        }
      } else {
        matched |= glob(pattern, name);
      }
    }
    return matched;
  }

  static boolean isConcrete(String pattern) {
    return !pattern.isEmpty() && pattern.chars().noneMatch(c -> c == '*' || c == '?' || c == '!');
  }

  /** Walks both texts once and returns only to the last star: no exponential patterns. */
  static boolean glob(String pattern, String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int resume = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = t;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
