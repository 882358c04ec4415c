package stowage.pbs.server;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A task's name, which tells most about it.
 *
 * @param text as the server writes it
 * @param process number of the server's process
 * @param about what the task works on, unescaped; empty when it names nothing
 * @param user who started it
 */
public record Upid(
    String text,
    String node,
    long process,
    Instant started,
    String type,
    String about,
    String user) {
  private static final Pattern FORM =
      Pattern.compile(
          "UPID:([A-Za-z0-9][A-Za-z0-9.-]*):([0-9A-F]{8}):[0-9A-F]{8,9}:[0-9A-F]{8,16}"
              + ":([0-9A-F]{8}):([A-Za-z0-9_-]+):([^:/\\s]*):([^:\\s]+):");
  private static final int LONGEST = 4096;

  public static Optional<Upid> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (text.length() > LONGEST || !form.matches()) {
      return Optional.empty();
    }
    return unescape(form.group(5))
        .map(about ->
            new Upid(
                text,
                form.group(1),
                Long.parseLong(form.group(2), 16),
                Instant.ofEpochSecond(Long.parseLong(form.group(3), 16)),
                form.group(4),
                about,
                form.group(6)));
  }

  /** A minus stands for a slash, {@code \x2d} for a minus. */
  private static Optional<String> unescape(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        if (!text.startsWith("\\x", i) || i + 4 > text.length()) {
          return Optional.empty();
        }
        int high = Character.digit(text.charAt(i + 2), 16);
        int low = Character.digit(text.charAt(i + 3), 16);
        if (high < 0 || low < 0) {
          return Optional.empty();
        }
        bytes.write(high << 4 | low);
        i += 3;
      } else {
        bytes.writeBytes((c == '-' ? "/" : Character.toString(c)).getBytes(StandardCharsets.UTF_8));
      }
    }
    return Optional.of(bytes.toString(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return text;
  }
}
