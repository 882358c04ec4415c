package stowage.exec;

import java.util.concurrent.atomic.AtomicInteger;

/** A link that breaks after some commands and stays broken: for tests of what happens then. */
public final class Flaky implements Shell {
  private final Shell shell;
  private final AtomicInteger left;

  /**
   * @param commands how many get through
   */
  public Flaky(Shell shell, int commands) {
    this.shell = shell;
    this.left = new AtomicInteger(commands);
  }

  private void pass() throws HostException.Unreachable {
    if (left.getAndDecrement() <= 0) {
      throw new HostException.Unreachable(host(), "the connection was lost");
    }
  }

  /** Mends the link for some more commands. */
  public void mend(int commands) {
    left.set(commands);
  }

  @Override
  public String host() {
    return shell.host();
  }

  @Override
  public Result run(Command command) throws HostException {
    pass();
    return shell.run(command);
  }

  @Override
  public Pipe open(Command command) throws HostException {
    pass();
    return shell.open(command);
  }

  @Override
  public void close() {
    shell.close();
  }
}
