package stowage.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine;
import stowage.access.HostAccess;
import stowage.exec.Secret;
import stowage.settings.HostEntry;
import stowage.settings.Settings;
import stowage.settings.SettingsFile;
import stowage.ssh.Prompts;
import stowage.ssh.SshConfig;
import stowage.ssh.Target;
import stowage.text.Texts;
import stowage.words.Words;

/** The command line in a folder of its own, with a user who remembers every new host key. */
final class Trial implements AutoCloseable {
  /** What the next call finds on standard input, and what it writes that is no text. */
  byte[] piped = {};

  Map<String, String> environment = Map.of();

  final ByteArrayOutputStream written = new ByteArrayOutputStream();
  final List<String> askedAbout = new ArrayList<>();
  private final SettingsFile settings;
  private final HostAccess access;

  Trial(Path folder, Supplier<SshConfig> config, HostEntry... hosts) throws IOException {
    settings = new SettingsFile(folder.resolve("settings.json"));
    settings.save(Settings.USUAL.with(List.of(hosts)));
    access = new HostAccess(folder.resolve("demo"), config);
  }

  /** What one call of the command line left behind. */
  record Shown(int status, String out, String err) {
    /** Standard output of a call that must have gone well and without a word of warning. */
    String text() {
      assertEquals("0 ", status + " " + err, this::toString);
      return out;
    }
  }

  private Cli.World world(StringWriter out, StringWriter err) {
    return new Cli.World(
        new PrintWriter(out),
        new PrintWriter(err),
        settings,
        (_, warned) -> entry -> access.open(entry, new Trusting(), warned),
        Locale.ENGLISH,
        new Cli.Data(new ByteArrayInputStream(piped), written, environment));
  }

  CommandLine line(String language) {
    Words words = new Words(Texts.of(Locale.forLanguageTag(language)));
    return Cli.line(world(new StringWriter(), new StringWriter()), words);
  }

  Shown run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = Cli.run(world(out, err), args);
    return new Shown(status, out.toString(), err.toString());
  }

  private final class Trusting implements Prompts {
    @Override
    public Trust unknownHostKey(Target host, String keyType, String fingerprint) {
      synchronized (askedAbout) {
        askedAbout.add(host.name());
      }
      return Trust.REMEMBER;
    }

    @Override
    public Optional<Secret> passphrase(Path key, int attempt) {
      return Optional.empty();
    }

    @Override
    public Optional<Secret> password(Target host, int attempt) {
      return Optional.empty();
    }

    @Override
    public Optional<List<Secret>> answers(
        Target host, String title, String instruction, List<Question> questions) {
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    access.close();
  }
}
