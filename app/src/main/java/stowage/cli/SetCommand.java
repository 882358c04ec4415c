package stowage.cli;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import stowage.schema.Draft;
import stowage.schema.InvalidException;

@Command(name = "set")
final class SetCommand implements Callable<Integer> {
  private final Cli cli;
  private final PropertyOptions properties = new PropertyOptions(_ -> true);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "<storage>")
  private String storage = "";

  @Option(names = "--delete", paramLabel = "KEYS")
  private String delete = "";

  @Option(names = "--digest", paramLabel = "SHA1")
  private @Nullable String digest;

  @Mixin private final Passwords passwords = new Passwords();

  @Option(names = "--save-key", paramLabel = "FILE")
  private @Nullable String saveKey;

  @Mixin private final LoginTrial trial = new LoginTrial();

  private SetCommand(Cli cli) {
    this.cli = cli;
  }

  static CommandLine line(Cli cli) {
    SetCommand command = new SetCommand(cli);
    CommandLine line = new CommandLine(command);
    command.properties.addTo(line.getCommandSpec());
    return line;
  }

  @Override
  public Integer call() throws InvalidException {
    var parsed = spec.commandLine().getParseResult();
    Set<String> deletes =
        Arrays.stream(delete.split("[,; ]+")).filter(k -> !k.isEmpty()).collect(Collectors.toSet());
    PoolSecrets secrets =
        PoolSecrets.ask(properties.secrets(parsed), passwords, saveKey, storage, cli);
    try (secrets) {
      // The type is the pool's own; the host knows it.
      Draft draft = new Draft(storage, "", properties.values(parsed), secrets.byKey(), deletes);
      Session session = cli.session();
      return new Changes(session)
          .apply(
              host -> {
                trial.of(host, draft, session.output());
                return secrets.kept(host.planSet(draft, digest));
              },
              "");
    }
  }
}
