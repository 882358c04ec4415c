package stowage.demo;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import stowage.exec.Exec;
import stowage.exec.Input;
import stowage.exec.JobFormat;
import stowage.exec.JournalWriter;
import stowage.exec.Plan;
import stowage.exec.PlanRun;
import stowage.exec.Result;

/** Plans that run on the demo host; they go on when their client leaves, as on a real one. */
final class DemoJobs {
  private final PlanRun plans;
  private final Map<String, Growing> jobs = new ConcurrentHashMap<>();

  DemoJobs(BatchRun.Runs runs) {
    this.plans = new PlanRun(program -> result(program, runs));
  }

  private static Result result(Exec program, BatchRun.Runs runs) throws InterruptedException {
    byte[] input =
        switch (program.input()) {
          case Input.None() -> new byte[0];
          case Input.Text(var text) -> text.getBytes(StandardCharsets.UTF_8);
          case Input.Hidden(var secret) -> secret.reveal();
        };
    return BatchRun.result(program, new ByteArrayInputStream(input), runs);
  }

  /** Starts what is sent, unless the id is known. */
  void start(String id, InputStream in) throws IOException {
    Optional<Plan> plan = JobFormat.read(in);
    if (plan.isEmpty()) {
      return;
    }
    Growing journal = new Growing();
    if (jobs.putIfAbsent(id, journal) == null) {
      Thread.startVirtualThread(() -> run(id, plan.get(), journal));
    }
  }

  private void run(String id, Plan plan, Growing journal) {
    try {
      plans.run(plan, new JournalWriter(journal, id));
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      journal.end();
    }
  }

  /** Writes the journal as it grows, to its end. */
  void follow(String id, OutputStream out) throws IOException, InterruptedException {
    Growing journal = jobs.get(id);
    if (journal == null) {
      JournalWriter.missing(out, id);
      return;
    }
    int told = 0;
    for (byte[] more = journal.after(told); more.length > 0; more = journal.after(told)) {
      out.write(more);
      out.flush();
      told += more.length;
    }
    JournalWriter.over(out, id);
  }

  /** A journal that several may read while it is written. */
  private static final class Growing extends OutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean ended;

    @Override
    public synchronized void write(int b) {
      bytes.write(b);
      notifyAll();
    }

    @Override
    public synchronized void write(byte[] from, int at, int length) {
      bytes.write(from, at, length);
      notifyAll();
    }

    synchronized void end() {
      ended = true;
      notifyAll();
    }

    /** Waits for more than this many bytes; nothing more at the end. */
    synchronized byte[] after(int told) throws InterruptedException {
      while (bytes.size() <= told && !ended) {
        wait();
      }
      byte[] all = bytes.toByteArray();
      return Arrays.copyOfRange(all, told, all.length);
    }
  }
}
