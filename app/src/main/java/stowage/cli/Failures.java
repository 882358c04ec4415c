package stowage.cli;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import stowage.schema.InvalidException;
import stowage.words.Words;

/** Puts into words what went wrong before a host was asked, and faults of the program. */
final class Failures
    implements CommandLine.IParameterExceptionHandler, CommandLine.IExecutionExceptionHandler {
  private static final int SIMILAR = 3;
  private static final Pattern AMBIGUOUS =
      Pattern.compile("Error: '(.*)' is not unique: it matches (.*)");

  private final Output output;

  Failures(Output output) {
    this.output = output;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    Words words = output.words();
    CommandLine command = e.getCommandLine();
    switch (e) {
      case UnmatchedArgumentException unmatched -> unmatched(unmatched);
      // What was taken for an option is missing elsewhere: -5G is no size.
      case MissingParameterException _ when !command.getUnmatchedArguments().isEmpty() ->
          output.note(
              words.say("cli.unmatched", String.join(" ", command.getUnmatchedArguments())));
      case MissingParameterException missing ->
          output.note(
              words.say(
                  "cli.missing",
                  missing.getMissing().stream()
                      .map(CommandLine.Model.ArgSpec::paramLabel)
                      .collect(java.util.stream.Collectors.joining(" "))));
      default -> output.note(other(String.valueOf(e.getMessage())));
    }
    output.note(
        words.say(
            "cli.usage",
            command.getHelp().synopsis(0).strip(),
            command.getCommandSpec().qualifiedName()));
    return Exit.USAGE.status;
  }

  /** The library has no type for it. */
  private String other(String message) {
    Matcher ambiguous = AMBIGUOUS.matcher(message);
    return ambiguous.matches()
        ? output.words().say("cli.ambiguous", ambiguous.group(1), ambiguous.group(2))
        : message;
  }

  private void unmatched(UnmatchedArgumentException unmatched) {
    Words words = output.words();
    List<String> given = unmatched.getUnmatched();
    boolean command =
        !unmatched.getCommandLine().getSubcommands().isEmpty() && !given.getFirst().startsWith("-");
    output.note(
        command
            ? words.say("cli.no-command", given.getFirst())
            : words.say("cli.unmatched", String.join(" ", given)));
    List<String> similar = unmatched.getSuggestions().stream().limit(SIMILAR).toList();
    if (!similar.isEmpty()) {
      output.note(words.say("cli.similar", String.join(", ", similar)));
    }
  }

  @Override
  public int handleExecutionException(
      Exception e, CommandLine command, CommandLine.ParseResult parsed) {
    if (e instanceof InvalidException invalid) {
      output.problems(invalid.problems());
      return Exit.USAGE.status;
    }
    if (System.getenv("STOWAGE_TRACE") != null) {
      e.printStackTrace();
    }
    // The kind and place of a fault identify it; its message might hold anything.
    StackTraceElement[] trace = e.getStackTrace();
    output.note(
        output
            .words()
            .say(
                "cli.fault",
                e.getClass().getSimpleName(),
                trace.length == 0 ? "" : trace[0].toString()));
    return Exit.FAULT.status;
  }
}
