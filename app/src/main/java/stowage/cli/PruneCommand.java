package stowage.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import stowage.config.StorageId;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.schema.Kind;
import stowage.schema.Problem;
import stowage.schema.Properties;
import stowage.schema.Values;
import stowage.type.Pruning;
import stowage.volume.Retention;

/** Removes the backups that a retention does not keep. */
@Command(name = "prune-backups")
final class PruneCommand implements Callable<Integer> {
  private static final String KEEP_ALL = "keep-all";

  private final Cli cli;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "<storage>")
  private String storage = "";

  @Option(names = "--type", paramLabel = "qemu|lxc")
  private @Nullable String type;

  @Option(names = "--vmid", paramLabel = "VMID")
  private @Nullable String guest;

  private PruneCommand(Cli cli) {
    this.cli = cli;
  }

  static CommandLine line(Cli cli) {
    CommandLine line = new CommandLine(new PruneCommand(cli));
    line.getCommandSpec()
        .addOption(
            OptionSpec.builder("--" + KEEP_ALL)
                .type(String.class)
                .paramLabel("0|1")
                .arity("0..1")
                .fallbackValue("1")
                .build());
    for (String rule : Retention.rules()) {
      line.getCommandSpec()
          .addOption(OptionSpec.builder("--" + rule).type(String.class).paramLabel("N").build());
    }
    return line;
  }

  @Override
  public Integer call() throws InvalidException {
    StorageId pool = Inputs.pool(storage);
    if (type != null && !type.equals("qemu") && !type.equals("lxc")) {
      throw new InvalidException("type", "problem.choice", type, "qemu, lxc");
    }
    String owner = guest == null ? null : Integer.toString(Inputs.guest(guest));
    Pruning.Scope scope = new Pruning.Scope(type, owner);
    @Nullable Retention retention = retention().orElse(null);
    Session session = cli.session();
    Pruner pruner = new Pruner(session, new Pruner.Wish(pool, retention, scope));
    return session.wishes().dryRun() ? pruner.preview() : pruner.run();
  }

  /** What is to be kept; empty when nothing was said about it. */
  private Optional<Retention> retention() throws InvalidException {
    Map<String, String> given = given();
    if (given.isEmpty()) {
      return Optional.empty();
    }
    List<Problem> problems = new ArrayList<>();
    given.forEach((key, value) -> {
      Kind<?> kind = key.equals(KEEP_ALL) ? new Kind.Flag() : new Kind.Whole(0, Long.MAX_VALUE);
      Values.problem(kind, value).ifPresent(said -> problems.add(new Problem(key, said)));
    });
    String all =
        given.entrySet().stream()
            .map(e -> e.getKey() + "=" + e.getValue())
            .collect(Collectors.joining(","));
    Optional<Message> mixed = Values.problem(Properties.PRUNE_BACKUPS.kind(), all);
    if (problems.isEmpty() && mixed.isPresent()) {
      problems.add(new Problem(KEEP_ALL, mixed.get()));
    }
    if (!problems.isEmpty()) {
      throw new InvalidException(problems);
    }
    return Values.read(Properties.PRUNE_BACKUPS.kind(), all).map(Retention::new);
  }

  private Map<String, String> given() {
    Map<String, String> given = new LinkedHashMap<>();
    var parsed = spec.commandLine().getParseResult();
    List<String> keys = new ArrayList<>(List.of(KEEP_ALL));
    keys.addAll(Retention.rules());
    for (String key : keys) {
      @Nullable String value = parsed.matchedOptionValue("--" + key, null);
      if (value != null) {
        given.put(key, value);
      }
    }
    return given;
  }
}
