package stowage.exec;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import stowage.exec.Outcome.Verdict;

/** Writes a journal as {@code job.sh} does, for a host that is made of Java. */
public final class JournalWriter {
  private final OutputStream to;

  public JournalWriter(OutputStream to, String id) throws IOException {
    this.to = to;
    line("stowage-journal 1 " + id);
  }

  /** All that is said of a job that is not there. */
  public static void missing(OutputStream to, String id) throws IOException {
    to.write(("stowage-missing " + id + "\n").getBytes(StandardCharsets.UTF_8));
    to.flush();
  }

  public void locked(int lock) throws IOException {
    line("locked " + lock);
  }

  public void agreed(int guard) throws IOException {
    line("agreed " + guard);
  }

  public void begin(int step) throws IOException {
    line("begin " + step);
  }

  /** A failed attempt that is followed by another. */
  public void retry(int step, Result result) throws IOException {
    record("retry " + step, result);
  }

  public void end(int step, Result result) throws IOException {
    record("end " + step, result);
  }

  /** The job was told to stop, and does. */
  public void stopped() throws IOException {
    line("stopped");
  }

  public void undo(int step) throws IOException {
    line("undo " + step);
  }

  public void undone(int step, Result result) throws IOException {
    record("undone " + step, result);
  }

  /** The last thing that a job itself tells. */
  public void verdict(Verdict verdict) throws IOException {
    switch (verdict) {
      case Verdict.Done() -> line("verdict done");
      case Verdict.Busy(var lock, var answer) -> {
        record("busy " + lock, answer);
        line("verdict busy " + lock);
      }
      case Verdict.GuardFailed(var guard, var answer) -> {
        record("differs " + guard, answer);
        line("verdict differs " + guard);
      }
      case Verdict.Undone(var step) -> line("verdict undone " + step);
      case Verdict.Stuck(var step) -> line("verdict stuck " + step);
      case Verdict.Interrupted _, Verdict.Running _, Verdict.NotStarted _ -> {
        // Seen by who follows; no job says so of itself.
      }
    }
  }

  private void record(String head, Result result) throws IOException {
    byte[] out = Arrays.copyOf(result.out(), Math.min(result.out().length, Journal.OUTPUT_LIMIT));
    byte[] err = result.err();
    err = Arrays.copyOfRange(err, Math.max(0, err.length - Journal.OUTPUT_LIMIT), err.length);
    Result bounded = new Result(result.ending(), result.status(), out, err);
    line(head + " " + BatchFormat.head(bounded));
    to.write(out);
    to.write(err);
    to.flush();
  }

  private void line(String line) throws IOException {
    to.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    to.flush();
  }
}
