package stowage.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stowage.config.StorageId;
import stowage.schema.InvalidException;

@Command(name = "remove")
final class RemoveCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(index = "0", paramLabel = "<storage>")
  private String storage = "";

  @Option(names = "--deactivate")
  private boolean deactivate;

  RemoveCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws InvalidException {
    StorageId pool = Inputs.pool(storage);
    return new Changes(cli.session())
        .apply(host -> deactivate ? host.planRemoveAndDeactivate(pool) : host.planRemove(pool), "");
  }
}
