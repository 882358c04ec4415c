package stowage.exec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * How one program ended.
 *
 * @param ending whether it ended by itself
 * @param status its exit status; 128 + n after signal n; meaningless unless {@code ending} is
 *     EXITED
 * @param out its standard output, bounded by {@link Exec#outputLimit}
 * @param err its standard error, bounded
 */
public record Result(Ending ending, int status, byte[] out, byte[] err) {

  public enum Ending {
    EXITED,
    TIMED_OUT,
    OVERFLOWED
  }

  /** Exit status of a program that is not there, as every POSIX shell reports it. */
  public static final int NOT_FOUND = 127;

  public static Result exited(int status, String out, String err) {
    return new Result(
        Ending.EXITED,
        status,
        out.getBytes(StandardCharsets.UTF_8),
        err.getBytes(StandardCharsets.UTF_8));
  }

  public boolean ok() {
    return ending == Ending.EXITED && status == 0;
  }

  /** It may have held a key. To be done where another array now has what is still needed. */
  void wipe() {
    Arrays.fill(out, (byte) 0);
  }

  public String text() {
    return new String(out, StandardCharsets.UTF_8);
  }

  public List<String> lines() {
    return text().lines().toList();
  }

  public String errorText() {
    return new String(err, StandardCharsets.UTF_8);
  }

  /** The last line of standard error that says something; tools put the cause there. */
  public String errorLine() {
    return errorText().lines().map(String::strip).filter(l -> !l.isEmpty()).reduce("", (a, b) -> b);
  }
}
