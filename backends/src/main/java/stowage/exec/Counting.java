package stowage.exec;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts round trips: for benchmarks, and for tests that promise a number of them. */
public final class Counting implements Shell {
  private final Shell shell;
  private final AtomicInteger count = new AtomicInteger();

  public Counting(Shell shell) {
    this.shell = shell;
  }

  /** Commands sent so far; each is one round trip on a warm connection. */
  public int count() {
    return count.get();
  }

  @Override
  public String host() {
    return shell.host();
  }

  @Override
  public Result run(Command command) throws HostException {
    count.incrementAndGet();
    return shell.run(command);
  }

  @Override
  public Pipe open(Command command) throws HostException {
    count.incrementAndGet();
    return shell.open(command);
  }

  @Override
  public void close() {
    shell.close();
  }
}
