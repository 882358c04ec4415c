package stowage.cli;

import java.io.Console;
import java.util.Arrays;
import java.util.Optional;
import stowage.exec.Secret;
import stowage.pbs.server.Codes;
import stowage.words.Words;

/** Asks at the terminal for the code of a second factor; without a terminal there is none. */
record TerminalCodes(Words words) implements Codes {
  @Override
  public Optional<Secret> code(String user) {
    Console console = TerminalPrompts.console();
    if (console == null) {
      return Optional.empty();
    }
    char[] typed = console.readPassword("%s", words.say("cli.enter-code", user));
    if (typed == null || typed.length == 0) {
      return Optional.empty();
    }
    Secret code = Secret.of(typed);
    Arrays.fill(typed, ' ');
    return Optional.of(code);
  }
}
