package stowage.bench;

import java.util.ArrayList;
import java.util.List;
import stowage.exec.Command;
import stowage.exec.HostException;
import stowage.exec.Pipe;
import stowage.exec.Result;
import stowage.exec.Shell;

/** Keeps what was sent, so that the peer can be given the same to do. */
final class Heard implements Shell {
  private final Shell shell;
  private final List<Command> commands = new ArrayList<>();

  Heard(Shell shell) {
    this.shell = shell;
  }

  synchronized List<Command> commands() {
    return List.copyOf(commands);
  }

  private synchronized void keep(Command command) {
    commands.add(command);
  }

  @Override
  public String host() {
    return shell.host();
  }

  @Override
  public Result run(Command command) throws HostException {
    keep(command);
    return shell.run(command);
  }

  @Override
  public Pipe open(Command command) throws HostException {
    keep(command);
    return shell.open(command);
  }

  @Override
  public void close() {
    shell.close();
  }
}
