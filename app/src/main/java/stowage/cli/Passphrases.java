package stowage.cli;

import java.io.Console;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import stowage.exec.Secret;
import stowage.schema.InvalidException;

/**
 * Where passphrases of keys come from: a descriptor, the environment, or whoever sits at the
 * terminal. Never arguments, which every process of the machine can read.
 */
final class Passphrases {
  static final String VARIABLE = "STOWAGE_PASSPHRASE";
  static final String NEW_VARIABLE = "STOWAGE_NEW_PASSPHRASE";
  private static final String FIELD = "passphrase";

  @Option(names = "--passphrase-fd", paramLabel = "N")
  private @Nullable Integer descriptor;

  /**
   * The one that something was closed with.
   *
   * @param what it is that it opens
   */
  Secret present(Cli cli, String what) throws InvalidException {
    Secret given = given(cli, VARIABLE);
    return given != null ? given : typed(cli, "cli.key.passphrase", what);
  }

  /** One for something new; at the terminal it is typed twice. */
  Secret fresh(Cli cli, String what) throws InvalidException {
    return checked(cli, given(cli, VARIABLE), what);
  }

  /** The same where the present one has been asked for already: the next line, or its own word. */
  Secret next(Cli cli, String what) throws InvalidException {
    return checked(cli, given(cli, NEW_VARIABLE), what);
  }

  private Secret checked(Cli cli, @Nullable Secret given, String what) throws InvalidException {
    if (given != null) {
      return given;
    }
    Secret first = typed(cli, "cli.key.new-passphrase", what);
    try (Secret second = typed(cli, "cli.key.again", what)) {
      byte[] one = first.reveal();
      byte[] two = second.reveal();
      boolean same = Arrays.equals(one, two);
      Arrays.fill(one, (byte) 0);
      Arrays.fill(two, (byte) 0);
      if (!same) {
        first.close();
        throw new InvalidException(FIELD, "cli.key.not-the-same");
      }
      return first;
    }
  }

  private @Nullable Secret given(Cli cli, String variable) throws InvalidException {
    return SecretLine.given(FIELD, descriptor, variable, cli.data());
  }

  private static Secret typed(Cli cli, String question, String what) throws InvalidException {
    Console console = TerminalPrompts.console();
    if (console == null) {
      throw new InvalidException(FIELD, "cli.key.no-passphrase", what, VARIABLE);
    }
    char[] typed = console.readPassword("%s", cli.words().say(question, what));
    if (typed == null || typed.length == 0) {
      throw new InvalidException(FIELD, "cli.nothing-entered", FIELD);
    }
    Secret secret = Secret.of(typed);
    Arrays.fill(typed, ' ');
    return secret;
  }
}
