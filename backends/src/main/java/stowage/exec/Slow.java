package stowage.exec;

import java.time.Duration;

/**
 * Adds the round trip of a slow line to every command: for benchmarks and for trying the console.
 */
public final class Slow implements Shell {
  private final Shell shell;
  private final Duration roundTrip;

  public Slow(Shell shell, Duration roundTrip) {
    this.shell = shell;
    this.roundTrip = roundTrip;
  }

  private void travel() throws HostException.Cancelled {
    try {
      Thread.sleep(roundTrip);
    } catch (InterruptedException _) {
      throw new HostException.Cancelled(host());
    }
  }

  @Override
  public String host() {
    return shell.host();
  }

  @Override
  public Result run(Command command) throws HostException {
    travel();
    return shell.run(command);
  }

  @Override
  public Pipe open(Command command) throws HostException {
    travel();
    return shell.open(command);
  }

  @Override
  public void close() {
    shell.close();
  }
}
