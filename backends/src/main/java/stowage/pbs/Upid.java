package stowage.pbs;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import stowage.pbs.PbsException.Reason;

/**
 * Names a task of a backup server. It has one number more than the hypervisor's.
 *
 * @param start when the task began
 * @param about what it works on, null for nothing in particular
 */
public record Upid(
    String node, Worker worker, Instant start, String type, @Nullable String about, String login) {
  private static final Pattern FORM =
      Pattern.compile(
          "UPID:([a-zA-Z0-9][a-zA-Z0-9-]*):([0-9A-Fa-f]{8}):([0-9A-Fa-f]{8,9})"
              + ":([0-9A-Fa-f]{8,16}):([0-9A-Fa-f]{8}):([^:\\s]+):([^:\\s]*):([^:\\s]+):");

  /**
   * @param begun in the kernel's ticks
   * @param task counts the tasks of the process
   */
  public record Worker(long id, long begun, long task) {}

  public static Upid read(String text) throws PbsException {
    Matcher m = FORM.matcher(text);
    if (!m.matches()) {
      throw new PbsException(Reason.BAD_UPID, text);
    }
    try {
      Worker worker = new Worker(hex(m, 2), hex(m, 3), Long.parseUnsignedLong(m.group(4), 16));
      String about = m.group(7).isEmpty() ? null : unescaped(m.group(7));
      return new Upid(
          m.group(1), worker, Instant.ofEpochSecond(hex(m, 5)), m.group(6), about, m.group(8));
    } catch (NumberFormatException | CharacterCodingException _) {
      throw new PbsException(Reason.BAD_UPID, text);
    }
  }

  public String text() {
    return String.format(
        "UPID:%s:%08X:%08X:%08X:%08X:%s:%s:%s:",
        node,
        worker.id(),
        worker.begun(),
        worker.task(),
        start.getEpochSecond(),
        type,
        about == null ? "" : escaped(about),
        login);
  }

  /** What it works on, for example {@code main:vm/100}. */
  public Optional<String> subject() {
    return Optional.ofNullable(about);
  }

  private static long hex(Matcher m, int group) {
    return Long.parseLong(m.group(group), 16);
  }

  private static String unescaped(String text) throws CharacterCodingException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        if (i + 4 > text.length() || text.charAt(i + 1) != 'x') {
          throw new CharacterCodingException();
        }
        out.write(Integer.parseInt(text.substring(i + 2, i + 4), 16));
        i += 3;
      } else {
        out.writeBytes(String.valueOf(c == '-' ? '/' : c).getBytes(StandardCharsets.UTF_8));
      }
    }
    return StandardCharsets.UTF_8
        .newDecoder()
        .decode(ByteBuffer.wrap(out.toByteArray()))
        .toString();
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean letter = c < 0x80 && Character.isLetterOrDigit(c);
      if (c == '/') {
        out.append('-');
      } else if (letter || c == '_' || (c == '.' && !out.isEmpty())) {
        out.append(c);
      } else {
        out.append(String.format("\\x%02x", (int) c));
      }
    }
    return out.toString();
  }
}
