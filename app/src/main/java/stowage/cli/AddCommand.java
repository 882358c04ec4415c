package stowage.cli;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import stowage.exec.Secret;
import stowage.schema.Draft;
import stowage.schema.InvalidException;

@Command(name = "add")
final class AddCommand implements Callable<Integer> {
  private final Cli cli;
  private final PropertyOptions properties = new PropertyOptions(_ -> true);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "<type>")
  private String type = "";

  @Parameters(index = "1", paramLabel = "<storage>")
  private String storage = "";

  private AddCommand(Cli cli) {
    this.cli = cli;
  }

  static CommandLine line(Cli cli) {
    AddCommand command = new AddCommand(cli);
    CommandLine line = new CommandLine(command);
    command.properties.addTo(line.getCommandSpec());
    return line;
  }

  @Override
  public Integer call() throws InvalidException {
    var parsed = spec.commandLine().getParseResult();
    Map<String, Secret> secrets = Secrets.ask(properties.secrets(parsed), cli.words());
    try {
      Draft draft = new Draft(storage, type, properties.values(parsed), secrets, Set.of());
      return new Changes(cli.session()).apply(host -> host.planAdd(draft), "");
    } finally {
      secrets.values().forEach(Secret::close);
    }
  }
}
