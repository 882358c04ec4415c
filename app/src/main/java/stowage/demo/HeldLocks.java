package stowage.demo;

import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import stowage.exec.Exec;
import stowage.exec.Lock;
import stowage.exec.Result;

/** The locks of one job; given back when it is closed. */
final class HeldLocks implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Map<String, Semaphore> files;
  private final BatchRun.Runs runs;
  private final List<Runnable> releases = new ArrayList<>();

  /**
   * @param files who holds which file, on this host
   */
  HeldLocks(Map<String, Semaphore> files, BatchRun.Runs runs) {
    this.files = files;
    this.runs = runs;
  }

  static Map<String, Semaphore> none() {
    return new ConcurrentHashMap<>();
  }

  /**
   * @return why the lock could not be had; empty when it is held now
   */
  Optional<Result> take(Lock lock) throws InterruptedException {
    return switch (lock) {
      case Lock.File(var path) -> file(path);
      case Lock.Cluster(var id, var directory) -> cluster(directory, directory + "/" + id);
    };
  }

  private Optional<Result> file(String path) throws InterruptedException {
    Result made = run("mkdir", "-p", path.substring(0, path.lastIndexOf('/')));
    if (made.ok()) {
      made = run("touch", "-a", path);
    }
    if (!made.ok()) {
      return Optional.of(made);
    }
    Semaphore lock = files.computeIfAbsent(path, _ -> new Semaphore(1, true));
    if (!lock.tryAcquire(Lock.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      return Optional.of(Result.exited(0, "", ""));
    }
    releases.add(lock::release);
    return Optional.empty();
  }

  /** A directory, as on the cluster file system. */
  private Optional<Result> cluster(String directory, String path) throws InterruptedException {
    run("mkdir", "-p", directory);
    long end = System.nanoTime() + Lock.PATIENCE.toNanos();
    while (true) {
      Result made = run("mkdir", path);
      if (made.ok()) {
        releases.add(() -> giveBack(path));
        return Optional.empty();
      }
      if (!made.errorText().contains("File exists")) {
        return Optional.of(made);
      }
      if (System.nanoTime() > end) {
        return Optional.of(Result.exited(0, "", ""));
      }
      Thread.sleep(PAUSE);
    }
  }

  private void giveBack(String path) {
    try {
      run("rmdir", path);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Result run(String program, String... words) throws InterruptedException {
    Exec exec = Exec.changes("/usr/bin/" + program).and(words).within(Duration.ofSeconds(10));
    return BatchRun.result(exec, new ByteArrayInputStream(new byte[0]), runs);
  }

  @Override
  public void close() {
    releases.reversed().forEach(Runnable::run);
    releases.clear();
  }
}
