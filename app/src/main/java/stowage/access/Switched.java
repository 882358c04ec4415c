package stowage.access;

import java.util.function.BooleanSupplier;
import stowage.exec.Command;
import stowage.exec.HostException;
import stowage.exec.Pipe;
import stowage.exec.ReadOnly;
import stowage.exec.Result;
import stowage.exec.Shell;

/** Read-only for as long as a switch is on, without connecting anew. */
final class Switched implements Shell {
  private final Shell shell;
  private final Shell readOnly;
  private final BooleanSupplier on;

  Switched(Shell shell, BooleanSupplier on) {
    this.shell = shell;
    this.readOnly = new ReadOnly(shell);
    this.on = on;
  }

  private Shell now() {
    return on.getAsBoolean() ? readOnly : shell;
  }

  @Override
  public String host() {
    return shell.host();
  }

  @Override
  public Result run(Command command) throws HostException {
    return now().run(command);
  }

  @Override
  public Pipe open(Command command) throws HostException {
    return now().open(command);
  }

  @Override
  public boolean isReadOnly() {
    return now().isReadOnly();
  }

  @Override
  public void close() {
    shell.close();
  }
}
