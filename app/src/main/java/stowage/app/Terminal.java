package stowage.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import stowage.access.Folders;
import stowage.access.HostAccess;
import stowage.cli.Cli;
import stowage.cli.TerminalPrompts;
import stowage.settings.SettingsFile;

/** Puts the command line together. */
final class Terminal {
  private Terminal() {}

  static int run(String[] args) {
    Folders folders = Folders.ofUser();
    try (HostAccess access = new HostAccess(folders.demo())) {
      return Cli.run(
          new Cli.World(
              new PrintWriter(System.out, false, StandardCharsets.UTF_8),
              new PrintWriter(System.err, false, StandardCharsets.UTF_8),
              new SettingsFile(folders.settings()),
              (words, warned) ->
                  entry -> access.open(entry, new TerminalPrompts(words, entry.demo()), warned),
              Locale.getDefault(),
              new Cli.Data(System.in, System.out, System.getenv())),
          args);
    } catch (IOException e) {
      System.err.println("stowage: " + e.getMessage());
      return 8;
    }
  }
}
