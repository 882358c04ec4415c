package stowage.cli;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import stowage.exec.Secret;
import stowage.schema.InvalidException;
import stowage.schema.Properties;
import stowage.words.Words;

/**
 * Secrets for pools: asked for without echo, because arguments can be read by every process of the
 * machine.
 */
final class Secrets {
  // A key or a keyring is much smaller.
  private static final int LONGEST_FILE = 64 << 10;

  private Secrets() {}

  /**
   * @param mentioned text by property key: empty to be asked; else a file with the secret, where
   *     that is no password
   */
  static Map<String, Secret> ask(Map<String, String> mentioned, Words words)
      throws InvalidException {
    Map<String, Secret> secrets = new LinkedHashMap<>();
    for (var entry : mentioned.entrySet()) {
      if (!entry.getValue().isEmpty() && !entry.getKey().equals(Properties.PASSWORD.key())) {
        secrets.put(entry.getKey(), file(entry.getKey(), entry.getValue()));
        continue;
      }
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

  private static Secret file(String key, String path) throws InvalidException {
    try (InputStream in = Files.newInputStream(Path.of(path))) {
      byte[] bytes = in.readNBytes(LONGEST_FILE + 1);
      if (bytes.length > LONGEST_FILE) {
        Arrays.fill(bytes, (byte) 0);
        throw new InvalidException(key, "cli.secret-file-long", path, LONGEST_FILE);
      }
      return Secret.of(bytes);
    } catch (IOException | InvalidPathException _) {
      throw new InvalidException(key, "cli.secret-file", path);
    }
  }
}
