package stowage.cli;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stowage.exec.Secret;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.schema.Problem;
import stowage.schema.Properties;

/**
 * Secrets for pools: handed over by {@link Passwords} or in a file, or asked for without echo,
 * because arguments can be read by every process of the machine.
 */
final class Secrets {
  // A key or a keyring is much smaller.
  private static final int LONGEST_FILE = 64 << 10;

  private static final String STANDARD_INPUT = "-";

  private Secrets() {}

  /**
   * @param mentioned text by property key: empty to be asked; else a file with the secret, where
   *     that is no password
   */
  static Map<String, Secret> ask(Map<String, String> mentioned, Passwords passwords, Cli cli)
      throws InvalidException {
    String password = Properties.PASSWORD.key();
    if (!mentioned.getOrDefault(password, "").isEmpty()) {
      throw new InvalidException(
          password, "cli.secret-in-arguments", password, Passwords.VARIABLE, password + "-fd");
    }
    Map<String, Secret> secrets = new LinkedHashMap<>();
    // Its line stands in front of whatever else comes on standard input.
    if (mentioned.containsKey(password) || passwords.meant()) {
      secrets.put(password, password(password, passwords, cli));
    }
    for (var entry : mentioned.entrySet()) {
      String key = entry.getKey();
      if (!key.equals(password)) {
        String file = entry.getValue();
        secrets.put(
            key,
            file.isEmpty()
                ? typed(key, cli, Message.of("cli.no-terminal", key))
                : file(key, file, cli));
      }
    }
    return secrets;
  }

  private static Secret password(String key, Passwords passwords, Cli cli) throws InvalidException {
    Optional<Secret> given = passwords.given(cli.data());
    return given.isPresent()
        ? given.get()
        : typed(key, cli, Message.of("cli.no-password", Passwords.VARIABLE, key + "-fd"));
  }

  /**
   * @param nobody what to say where no terminal is
   */
  private static Secret typed(String key, Cli cli, Message nobody) throws InvalidException {
    Console console = TerminalPrompts.console();
    if (console == null) {
      throw new InvalidException(List.of(new Problem(key, nobody)));
    }
    char[] typed = console.readPassword("%s", cli.words().say("cli.enter", key));
    if (typed == null || typed.length == 0) {
      throw new InvalidException(key, "cli.nothing-entered", key);
    }
    Secret secret = Secret.of(typed);
    Arrays.fill(typed, ' ');
    return secret;
  }

  private static Secret file(String key, String path, Cli cli) throws InvalidException {
    try {
      if (path.equals(STANDARD_INPUT)) {
        return whole(key, path, cli.data().in());
      }
      try (InputStream in = Files.newInputStream(Path.of(path))) {
        return whole(key, path, in);
      }
    } catch (IOException | InvalidPathException _) {
      throw new InvalidException(key, "cli.secret-file", path);
    }
  }

  private static Secret whole(String key, String path, InputStream in)
      throws IOException, InvalidException {
    byte[] bytes = in.readNBytes(LONGEST_FILE + 1);
    if (bytes.length > LONGEST_FILE) {
      Arrays.fill(bytes, (byte) 0);
      throw new InvalidException(key, "cli.secret-file-long", path, LONGEST_FILE);
    }
    if (bytes.length == 0) {
      throw new InvalidException(key, "cli.nothing-entered", key);
    }
    return Secret.of(bytes);
  }
}
