package stowage.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import stowage.exec.Secret;
import stowage.schema.InvalidException;
import stowage.schema.Properties;

/**
 * Where passwords of pools and servers come from, like {@link Passphrases}: a descriptor, the
 * environment, or whoever sits at the terminal.
 */
final class Passwords {
  static final String VARIABLE = "STOWAGE_PASSWORD";
  private static final String FIELD = Properties.PASSWORD.key();

  @Option(names = "--password-fd", paramLabel = "N")
  private @Nullable Integer descriptor;

  /**
   * Whether one is meant even where {@code --password} is not given; a variable may be for others.
   */
  boolean meant() {
    return descriptor != null;
  }

  /** Empty when somebody has to be asked. */
  Optional<Secret> given(Cli.Data data) throws InvalidException {
    return Optional.ofNullable(SecretLine.given(FIELD, descriptor, VARIABLE, data));
  }
}
