package stowage.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import stowage.pbs.server.GroupId;
import stowage.schema.InvalidException;
import stowage.schema.Kind;
import stowage.schema.Problem;
import stowage.schema.Values;
import stowage.volume.Retention;

/** Lets a backup server remove what a retention does not keep of one guest. */
@Command(name = "prune")
final class ServerPruneCommand implements Callable<Integer> {
  private final Cli cli;
  private final BooleanSupplier direct;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "<storage>")
  private String storage = "";

  @Parameters(index = "1", paramLabel = "<group>")
  private String group = "";

  private ServerPruneCommand(Cli cli, BooleanSupplier direct) {
    this.cli = cli;
    this.direct = direct;
  }

  /**
   * @param direct whether this computer goes to the server by itself; known when it runs
   */
  static CommandLine line(Cli cli, BooleanSupplier direct) {
    CommandLine line = new CommandLine(new ServerPruneCommand(cli, direct));
    for (String rule : Retention.rules()) {
      line.getCommandSpec()
          .addOption(OptionSpec.builder("--" + rule).type(String.class).paramLabel("N").build());
    }
    return line;
  }

  @Override
  public Integer call() throws InvalidException {
    GroupId chosen =
        GroupId.parse(group)
            .orElseThrow(() -> new InvalidException("group", "cli.group-form", group));
    Map<String, Long> keep = new HashMap<>();
    Kind<Long> count = new Kind.Whole(1, Long.MAX_VALUE);
    for (String rule : Retention.rules()) {
      String given = spec.commandLine().getParseResult().matchedOptionValue("--" + rule, "");
      if (!given.isEmpty()) {
        var problem = Values.problem(count, given);
        if (problem.isPresent()) {
          throw new InvalidException(List.of(new Problem(rule, problem.get())));
        }
        keep.put(rule, Long.valueOf(given));
      }
    }
    if (keep.isEmpty()) {
      throw new InvalidException("keep-last", "cli.keep-needed");
    }
    return new ServerBackups(cli.session(), Inputs.pool(storage), direct.getAsBoolean())
        .prune(chosen, new Retention(keep));
  }
}
