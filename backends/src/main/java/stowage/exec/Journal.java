package stowage.exec;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import stowage.exec.Outcome.Ran;
import stowage.exec.Outcome.Verdict;

/**
 * What a job tells of itself, understood while it grows; {@code job.sh} describes the format. One
 * that ends in the middle of a record is as good as its whole records.
 */
public final class Journal {
  /** Bytes of a program's output that a journal keeps, of each stream. */
  public static final int OUTPUT_LIMIT = 64 << 10;

  static final int SIZE_LIMIT = 64 << 20;
  private static final int LONGEST_LINE = 1 << 12;
  static final Duration FOR_EVER = Duration.ofDays(365);

  private final Job job;
  private final List<Ran> ran = new ArrayList<>();
  // What has come, and how much of it is understood.
  private byte[] bytes = new byte[1 << 12];
  private int length;
  private int read;
  private boolean begun;
  private boolean over;
  private int step = -1;
  private @Nullable Result last;
  private @Nullable Verdict verdict;

  public Journal(Job job) {
    this.job = job;
  }

  /**
   * Sends the job and follows it to its end, or as long as the link holds.
   *
   * @param progress told the outcome so far whenever there is news; on the calling thread
   * @return never {@link Verdict.Running}
   * @throws HostException.Unreachable when the link broke; the job goes on if it had been started
   * @throws HostException.Cancelled when the calling thread was interrupted; the job goes on
   * @throws HostException.CommandFailed when the host could not start it
   */
  public static Outcome follow(Shell shell, Job job, Consumer<Outcome> progress)
      throws HostException {
    return follow(shell, job, InputStream.nullInputStream(), progress);
  }

  /**
   * As {@link #follow(Shell, Job, Consumer)}, and sends what the plan reads as {@link
   * Input.Streamed}.
   *
   * @param data read to its end on a thread of its own; when reading it fails, the step that reads
   *     it fails on the host
   */
  public static Outcome follow(Shell shell, Job job, InputStream data, Consumer<Outcome> progress)
      throws HostException {
    Journal journal = new Journal(job);
    Outcome outcome = journal.outcome();
    byte[] buffer = new byte[1 << 15];
    try (Pipe pipe = shell.open(job)) {
      if (job.plan().streams() && job.mode() == Job.Mode.START) {
        Frames.send(data, pipe.in());
      }
      InputStream out = pipe.out();
      while (true) {
        int count = Attended.call(shell.host(), FOR_EVER, () -> out.read(buffer));
        if (count < 0) {
          break;
        }
        journal.add(buffer, count);
        Outcome now = journal.outcome();
        if (!now.equals(outcome)) {
          outcome = now;
          progress.accept(now);
        }
      }
      Result end = pipe.await();
      journal.end(end);
      outcome = journal.outcome();
      if (outcome.verdict() instanceof Verdict.Running) {
        throw journal.begun
            ? new HostException.Unreachable(shell.host(), "the journal ends in the middle")
            : new HostException.CommandFailed(
                shell.host(), "stowage-job", end.status(), end.errorLine());
      }
      return outcome;
    } catch (MalformedAnswer e) {
      throw new HostException.Unreadable(shell.host(), "journal", e.getMessage());
    } catch (TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Understands what a shell answered to the job.
   *
   * @param host for the message
   */
  public static Outcome parse(String host, Job job, Result answer) throws HostException.Unreadable {
    Journal parsed = new Journal(job);
    try {
      parsed.add(answer.out(), answer.out().length);
    } catch (MalformedAnswer e) {
      throw new HostException.Unreadable(host, "journal", e.getMessage());
    }
    parsed.end(answer);
    return parsed.outcome();
  }

  /** More of the journal. */
  void add(byte[] more, int count) throws MalformedAnswer {
    if (length + count > SIZE_LIMIT) {
      throw new MalformedAnswer("a journal of more than " + SIZE_LIMIT + " bytes");
    }
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + count, bytes.length * 2));
    }
    System.arraycopy(more, 0, bytes, length, count);
    length += count;
    ByteArrayInputStream in = new ByteArrayInputStream(bytes, read, length - read);
    try {
      for (Optional<String> line = BatchFormat.line(in, LONGEST_LINE);
          line.isPresent();
          line = BatchFormat.line(in, LONGEST_LINE)) {
        take(line.get(), in);
        read = length - in.available();
      }
    } catch (EOFException _) {
      // The record is not there in full yet; it is read again with what comes next.
    } catch (MalformedAnswer e) {
      throw e;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void take(String line, InputStream in) throws IOException {
    String[] words = line.split(" ", -1);
    if (line.equals("stowage-missing " + job.id())) {
      verdict = new Verdict.NotStarted();
      return;
    }
    if (!begun) {
      // Before it may stand whatever the login shell's start files print.
      begun = line.equals("stowage-journal 1 " + job.id());
      return;
    }
    Plan plan = job.plan();
    switch (words[0]) {
      case "stopped" -> {}
      case "locked" -> index(words, plan.locks());
      case "agreed" -> index(words, plan.guards());
      case "begin" -> step = index(words, plan.steps());
      case "undo" -> index(words, plan.steps());
      case "busy", "differs", "retry" -> last = result(words, in);
      case "end" -> ran.add(new Ran(index(words, plan.steps()), false, result(words, in)));
      case "undone" -> ran.add(new Ran(index(words, plan.steps()), true, result(words, in)));
      case "verdict" -> verdict = verdict(Arrays.copyOfRange(words, 1, words.length), plan);
      default -> throw new MalformedAnswer("not a record: " + words[0]);
    }
  }

  private Verdict verdict(String[] words, Plan plan) throws MalformedAnswer {
    Result answer = last == null ? Result.exited(0, "", "") : last;
    return switch (words.length == 0 ? "" : words[0]) {
      case "done" -> new Verdict.Done();
      case "busy" -> new Verdict.Busy(index(words, plan.locks()), answer);
      case "differs" -> new Verdict.GuardFailed(index(words, plan.guards()), answer);
      case "undone" -> new Verdict.Undone(index(words, plan.steps()));
      case "stuck" -> new Verdict.Stuck(index(words, plan.steps()));
      default -> throw new MalformedAnswer("not a verdict");
    };
  }

  private static int index(String[] words, List<?> in) throws MalformedAnswer {
    if (words.length < 2) {
      throw new MalformedAnswer("no number: " + words[0]);
    }
    return BatchFormat.number(words[1], in.size() - 1);
  }

  private static Result result(String[] words, InputStream in) throws IOException {
    if (words.length != 6) {
      throw new MalformedAnswer("not a result: " + words[0]);
    }
    return BatchFormat.result(in, words, 2, OUTPUT_LIMIT);
  }

  /** How following ended: well, if nothing works on the job any more. */
  void end(Result follower) {
    over = follower.ok();
  }

  /** What is known so far. */
  Outcome outcome() {
    Verdict now = verdict;
    if (now == null) {
      now = over ? new Verdict.Interrupted(step) : new Verdict.Running(step);
    }
    return new Outcome(now, ran);
  }
}
