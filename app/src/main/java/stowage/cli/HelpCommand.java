package stowage.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.UnmatchedArgumentException;

/** The same as {@code --help} behind a command, for those who ask like this. */
@Command(name = "help")
final class HelpCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(index = "0..*", paramLabel = "<command>")
  private List<String> words = List.of();

  // There is one text only, and it is the whole one.
  @SuppressWarnings("UnusedVariable")
  @Option(names = "--verbose")
  private boolean verbose;

  HelpCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    List<String> asked = new ArrayList<>(words);
    asked.add("--help");
    CommandLine line = cli.line();
    List<CommandLine> found = line.parseArgs(asked.toArray(String[]::new)).asCommandLineList();
    CommandLine named = found.getLast();
    // Whoever asks for help is not told by the library what it could not make sense of.
    List<String> left = new ArrayList<>();
    named.getParseResult().matchedPositionals().forEach(p -> left.addAll(p.originalStringValues()));
    found.forEach(each -> left.addAll(each.getUnmatchedArguments()));
    if (!left.isEmpty()) {
      throw new UnmatchedArgumentException(named.getSubcommands().isEmpty() ? line : named, left);
    }
    named.usage(cli.out());
    return Exit.OK.status;
  }
}
