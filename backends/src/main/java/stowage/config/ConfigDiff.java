package stowage.config;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** How a change of {@code storage.cfg} looks to a person. */
public final class ConfigDiff {
  private static final int CONTEXT = 3;

  /** Beyond this many pairs of lines the region is shown as replaced, not compared. */
  private static final long MOST_PAIRS = 4_000_000;

  private ConfigDiff() {}

  /**
   * In the format of {@code diff -u}, as a single hunk: a change touches one section. Empty when
   * nothing changes.
   */
  public static String unified(StorageConfig before, StorageConfig after) {
    List<String> old = lines(before);
    List<String> now = lines(after);
    int shorter = Math.min(old.size(), now.size());
    int head = 0;
    while (head < shorter && old.get(head).equals(now.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < shorter - head
        && old.get(old.size() - 1 - tail).equals(now.get(now.size() - 1 - tail))) {
      tail++;
    }
    List<String> removed = old.subList(head, old.size() - tail);
    List<String> added = now.subList(head, now.size() - tail);
    if (removed.isEmpty() && added.isEmpty()) {
      return "";
    }
    int from = Math.max(0, head - CONTEXT);
    int follow = Math.min(tail, CONTEXT);
    StringBuilder text = new StringBuilder();
    text.append("--- ").append(StorageConfig.PATH).append('\n');
    text.append("+++ ").append(StorageConfig.PATH).append('\n');
    text.append("@@ -").append(range(from, old.size() - tail + follow));
    text.append(" +").append(range(from, now.size() - tail + follow)).append(" @@\n");
    old.subList(from, head).forEach(line -> append(text, ' ', line));
    compare(removed, added, text);
    old.subList(old.size() - tail, old.size() - tail + follow)
        .forEach(line -> append(text, ' ', line));
    return text.toString();
  }

  /** Each with its line end, so that a missing one at the end of the file is a difference. */
  private static List<String> lines(StorageConfig config) {
    String text = new String(config.bytes(), StandardCharsets.UTF_8);
    List<String> lines = new ArrayList<>();
    for (int at = 0; at < text.length(); ) {
      int end = text.indexOf('\n', at);
      int next = end < 0 ? text.length() : end + 1;
      lines.add(text.substring(at, next));
      at = next;
    }
    return lines;
  }

  private static String range(int from, int to) {
    int count = to - from;
    return (count == 0 ? from : from + 1) + "," + count;
  }

  private static void append(StringBuilder text, char sign, String line) {
    text.append(sign).append(line);
    if (!line.endsWith("\n")) {
      text.append("\n\\ No newline at end of file\n");
    }
  }

  /** Longest common subsequence: what both have is context. */
  private static void compare(List<String> old, List<String> now, StringBuilder text) {
    if ((long) old.size() * now.size() > MOST_PAIRS) {
      old.forEach(line -> append(text, '-', line));
      now.forEach(line -> append(text, '+', line));
      return;
    }
    int[][] common = new int[old.size() + 1][now.size() + 1];
    for (int i = old.size() - 1; i >= 0; i--) {
      for (int j = now.size() - 1; j >= 0; j--) {
        common[i][j] =
            old.get(i).equals(now.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    int i = 0;
    int j = 0;
    while (i < old.size() || j < now.size()) {
      if (i < old.size() && j < now.size() && old.get(i).equals(now.get(j))) {
        append(text, ' ', old.get(i++));
        j++;
      } else if (j == now.size() || (i < old.size() && common[i + 1][j] >= common[i][j + 1])) {
        append(text, '-', old.get(i++));
      } else {
        append(text, '+', now.get(j++));
      }
    }
  }
}
