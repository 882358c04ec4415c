package stowage.cli;

import java.io.Console;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import stowage.exec.Secret;
import stowage.schema.InvalidException;
import stowage.words.Words;

/**
 * Secrets for pools: asked for without echo, because arguments can be read by every process of the
 * machine.
 */
final class Secrets {
  private Secrets() {}

  /**
   * @param mentioned text by property key; only the empty text, "ask me", is accepted
   */
  static Map<String, Secret> ask(Map<String, String> mentioned, Words words)
      throws InvalidException {
    Map<String, Secret> secrets = new LinkedHashMap<>();
    for (var entry : mentioned.entrySet()) {
      if (!entry.getValue().isEmpty()) {
        throw new InvalidException(entry.getKey(), "cli.secret-in-arguments", entry.getKey());
      }
      Console console = TerminalPrompts.console();
      if (console == null) {
        throw new InvalidException(entry.getKey(), "cli.no-terminal", entry.getKey());
      }
      char[] typed = console.readPassword("%s", words.say("cli.enter", entry.getKey()));
      if (typed == null || typed.length == 0) {
        throw new InvalidException(entry.getKey(), "cli.nothing-entered", entry.getKey());
      }
      secrets.put(entry.getKey(), Secret.of(typed));
      Arrays.fill(typed, ' ');
    }
    return secrets;
  }
}
