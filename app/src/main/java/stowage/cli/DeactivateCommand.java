package stowage.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import stowage.config.StorageId;
import stowage.schema.InvalidException;

@Command(name = "deactivate")
final class DeactivateCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(index = "0", paramLabel = "<storage>")
  private String storage = "";

  DeactivateCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws InvalidException {
    StorageId pool = Inputs.pool(storage);
    return new Changes(cli.session()).apply(host -> host.planDeactivate(pool), "");
  }
}
