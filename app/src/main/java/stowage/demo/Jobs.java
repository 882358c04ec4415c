package stowage.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import stowage.exec.Frames;
import stowage.exec.JobFormat;
import stowage.exec.JournalWriter;
import stowage.exec.Plan;

/**
 * The jobs of the demo host. Each works on a thread of its own, whether or not anybody watches, and
 * leaves its journal in a file.
 */
final class Jobs implements AutoCloseable {
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{7,63}");
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final Path directory;
  private final BatchRun.Runs runs;
  private final Map<String, Semaphore> locks = HeldLocks.none();
  private final Map<String, Thread> working = new ConcurrentHashMap<>();
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  /**
   * @param directory for the journals
   */
  Jobs(Path directory, BatchRun.Runs runs) {
    this.directory = directory;
    this.runs = runs;
  }

  /** Starts the job that the plan on {@code in} describes, unless it is known, and follows it. */
  void start(String id, InputStream in, OutputStream out) throws IOException, InterruptedException {
    Optional<Plan> plan = JobFormat.read(in);
    if (plan.isPresent()) {
      Path file = file(id);
      Files.createDirectories(directory);
      Thread worker =
          Thread.ofVirtual().name("demo-job").unstarted(() -> work(id, plan.get(), file, in));
      // A plan is run once however often it is sent.
      if (working.putIfAbsent(id, worker) == null) {
        if (claimed(file)) {
          worker.start();
        } else {
          working.remove(id);
        }
      }
    }
    follow(id, out);
  }

  private static boolean claimed(Path file) throws IOException {
    try {
      Files.createFile(file);
      return true;
    } catch (FileAlreadyExistsException _) {
      return false;
    }
  }

  private void work(String id, Plan plan, Path file, InputStream following) {
    try (OutputStream to = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
      HeldLocks held = new HeldLocks(locks, runs);
      JournalWriter journal = new JournalWriter(to, id);
      new JobRun(plan, journal, held, runs, Frames.read(following), () -> told.contains(id))
          .carryOut();
    } catch (IOException | InterruptedException _) {
      // The host is shut down: the journal just ends, as after a power cut.
    } finally {
      working.remove(id);
      told.remove(id);
    }
  }

  /** Tells the job to stop where it can, and follows it. */
  void stop(String id, OutputStream out) throws IOException, InterruptedException {
    if (working.containsKey(id)) {
      told.add(id);
    }
    follow(id, out);
  }

  /** Prints the journal as it grows, to its end. */
  void follow(String id, OutputStream out) throws IOException, InterruptedException {
    Path file = file(id);
    if (!Files.exists(file)) {
      JournalWriter.missing(out, id);
      return;
    }
    try (InputStream in = Files.newInputStream(file)) {
      while (true) {
        boolean over = !working.containsKey(id);
        in.transferTo(out);
        out.flush();
        if (over) {
          break;
        }
        Thread.sleep(PAUSE);
      }
    }
  }

  private Path file(String id) throws IOException {
    if (!ID.matcher(id).matches()) {
      throw new IOException("not a job id");
    }
    return directory.resolve(id);
  }

  /** Stops all jobs where they are. */
  @Override
  public void close() {
    working.values().forEach(Thread::interrupt);
    try {
      for (Thread worker : working.values()) {
        worker.join(PAUSE.multipliedBy(100));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
