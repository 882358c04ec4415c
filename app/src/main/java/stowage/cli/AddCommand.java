package stowage.cli;

import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import stowage.host.Proposal;
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

  @Mixin private final Passwords passwords = new Passwords();

  @Option(names = "--save-key", paramLabel = "FILE")
  private @Nullable String saveKey;

  @Mixin private final LoginTrial trial = new LoginTrial();

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
    PoolSecrets secrets =
        PoolSecrets.ask(properties.secrets(parsed), passwords, saveKey, storage, cli);
    try (secrets) {
      Draft draft = new Draft(storage, type, properties.values(parsed), secrets.byKey(), Set.of());
      Session session = cli.session();
      return new Changes(session)
          .apply(
              host -> {
                Proposal proposal = host.planAdd(draft);
                trial.of(host, draft, session.output());
                return secrets.kept(proposal);
              },
              "");
    }
  }
}
