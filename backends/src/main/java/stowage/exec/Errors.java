package stowage.exec;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process's standard error: its last part is kept, for that is where the cause stands. The line
 * that tells the process id is taken out.
 */
final class Errors extends OutputStream {
  private static final Pattern PID = Pattern.compile("(?m)^" + Wire.PID_LINE + "([0-9]{1,18})\n");

  private final CompletableFuture<Long> pid = new CompletableFuture<>();
  private byte[] bytes = new byte[256];
  private int length;

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] from, int at, int count) {
    if (count > BatchFormat.ERROR_LIMIT) {
      at += count - BatchFormat.ERROR_LIMIT;
      count = BatchFormat.ERROR_LIMIT;
    }
    if (length + count > bytes.length) {
      if (bytes.length >= 2 * BatchFormat.ERROR_LIMIT) {
        int kept = Math.min(length, BatchFormat.ERROR_LIMIT);
        System.arraycopy(bytes, length - kept, bytes, 0, kept);
        length = kept;
      } else {
        int wanted = Math.max(bytes.length * 2, length + count);
        bytes = Arrays.copyOf(bytes, Math.min(wanted, 2 * BatchFormat.ERROR_LIMIT));
      }
    }
    if (length + count > bytes.length) {
      write(from, at, count);
      return;
    }
    System.arraycopy(from, at, bytes, length, count);
    length += count;
    if (!pid.isDone()) {
      findPid();
    }
  }

  private void findPid() {
    // One byte per character, so that positions in the text are positions in the bytes.
    String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    Matcher line = PID.matcher(text);
    if (line.find()) {
      System.arraycopy(bytes, line.end(), bytes, line.start(), length - line.end());
      length -= line.end() - line.start();
      pid.complete(Long.parseLong(line.group(1)));
    }
  }

  /** The process id; empty if it was not told within this time. */
  OptionalLong pid(Duration patience) throws InterruptedException {
    try {
      return OptionalLong.of(pid.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException | TimeoutException _) {
      return OptionalLong.empty();
    }
  }

  synchronized byte[] bytes() {
    int kept = Math.min(length, BatchFormat.ERROR_LIMIT);
    return Arrays.copyOfRange(bytes, length - kept, length);
  }
}
