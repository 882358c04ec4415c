package stowage.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Prints the manual page, for {@code man -l -}. */
@Command(name = "manual")
final class ManualCommand implements Callable<Integer> {
  private final Cli cli;

  ManualCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    cli.out().print(new ManualPage(cli.words()).of(cli.line()));
    cli.out().flush();
    return Exit.OK.status;
  }
}
