package stowage.exec;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

/** A warm process on the host that runs batches, one at a time. For one thread at a time. */
final class Runner implements AutoCloseable {
  // For the host to start so many programs and for the answers to travel.
  private static final Duration SLACK = Duration.ofSeconds(20);
  private static final Duration SLACK_PER_PROGRAM = Duration.ofMillis(200);
  // What the login shell's start files may print before.
  private static final int MOST_PREAMBLE_LINES = 200;

  private final String host;
  private final Started process;
  private final Incoming answers;
  private volatile boolean accepted;

  private Runner(String host, Started process) {
    this.host = host;
    this.process = process;
    this.answers = new Incoming(process.out());
  }

  static Runner start(Link link) throws HostException {
    return new Runner(link.host(), Started.guest(link, Wire.batches()));
  }

  /** Whether the last request was begun; if not, nothing of it has been run. */
  boolean accepted() {
    return accepted;
  }

  /**
   * Runs the batch. After an exception this runner is of no more use.
   *
   * @throws HostException.Unreadable when it does not answer in the agreed form
   */
  List<Result> ask(Batch batch) throws HostException {
    accepted = false;
    Duration limit =
        batch.programs().stream()
            .map(Exec::limit)
            .max(Duration::compareTo)
            .orElse(Duration.ZERO)
            .plus(SLACK)
            .plus(SLACK_PER_PROGRAM.multipliedBy(batch.programs().size()));
    try {
      return Attended.call(host, limit, () -> exchange(batch));
    } catch (TimeoutException _) {
      throw new HostException.TimedOut(host, "batch", limit.toSeconds());
    }
  }

  private List<Result> exchange(Batch batch) throws IOException, HostException {
    String nonce = UUID.randomUUID().toString();
    process.in().write(BatchFormat.request(nonce, batch));
    process.in().flush();
    awaitBegin("batch " + nonce);
    accepted = true;
    try {
      List<Result> results = BatchFormat.answers(answers, batch);
      Optional<String> end = BatchFormat.line(answers, 200);
      if (end.isPresent() && !end.get().equals("end " + nonce)) {
        throw new MalformedAnswer("no end: " + end.get());
      }
      return results;
    } catch (MalformedAnswer e) {
      throw new HostException.Unreadable(host, "batch", e.getMessage());
    } finally {
      answers.wipe();
    }
  }

  /** A runner waits for its next batch with this buffer, long after a key went through it. */
  private static final class Incoming extends BufferedInputStream {
    Incoming(InputStream in) {
      super(in, 1 << 16);
    }

    /** What was read of it; behind what is still to be read lies the rest of an earlier filling. */
    synchronized void wipe() {
      Arrays.fill(buf, 0, pos, (byte) 0);
      Arrays.fill(buf, count, buf.length, (byte) 0);
    }
  }

  private void awaitBegin(String begin) throws IOException, HostException {
    for (int i = 0; i < MOST_PREAMBLE_LINES; i++) {
      Optional<String> line = BatchFormat.line(answers, 1 << 16);
      if (line.isEmpty()) {
        String said = Result.exited(0, "", text(process.errorBytes())).errorLine();
        throw new EOFException(said.isEmpty() ? "the host's shell ended" : said);
      }
      if (line.get().equals(begin)) {
        return;
      }
    }
    throw new HostException.Unreadable(host, "batch", "too much noise at login");
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    process.close();
  }
}
