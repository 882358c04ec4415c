package stowage.exec;

/** Lets through only what leaves the host as it is. */
public final class ReadOnly implements Shell {
  private final Shell shell;

  public ReadOnly(Shell shell) {
    this.shell = shell;
  }

  private Command harmless(Command command) throws HostException.ReadOnlyMode {
    if (command.changesHost()) {
      throw new HostException.ReadOnlyMode(host());
    }
    return command;
  }

  @Override
  public String host() {
    return shell.host();
  }

  @Override
  public Result run(Command command) throws HostException {
    return shell.run(harmless(command));
  }

  @Override
  public Pipe open(Command command) throws HostException {
    return shell.open(harmless(command));
  }

  @Override
  public boolean isReadOnly() {
    return true;
  }

  @Override
  public void close() {
    shell.close();
  }
}
