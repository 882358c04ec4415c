package stowage.cli;

import java.io.Console;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stowage.exec.Secret;
import stowage.ssh.Prompts;
import stowage.ssh.Target;
import stowage.words.Words;

/** Asks at the terminal what connecting needs to know; without a terminal every answer is "no". */
public final class TerminalPrompts implements Prompts {
  private static final int ATTEMPTS = 3;

  private final Words words;
  private final boolean own;
  private final @Nullable Console console = console();

  /**
   * @param own whether the host is the one inside this very program: its key needs no question
   */
  public TerminalPrompts(Words words, boolean own) {
    this.words = words;
    this.own = own;
  }

  /** Null where nobody sits at a terminal. */
  @SuppressWarnings("SystemConsoleNull") // null again by default since Java 25
  static @Nullable Console console() {
    Console console = System.console();
    return console != null && console.isTerminal() ? console : null;
  }

  // Several hosts connect side by side, but a person answers one question after the other.
  @Override
  public synchronized Trust unknownHostKey(Target host, String keyType, String fingerprint) {
    if (own) {
      return Trust.ONCE;
    }
    if (console == null) {
      return Trust.REFUSE;
    }
    console.writer().println(words.say("cli.key-unknown", host.name(), keyType, fingerprint));
    String answer =
        Optional.ofNullable(console.readLine("%s", words.say("cli.key-question"))).orElse("");
    return switch (answer.strip()) {
      case "yes" -> Trust.REMEMBER;
      case "once" -> Trust.ONCE;
      // The fingerprint itself, as a person reads it off the host's console.
      case String typed when typed.equals(fingerprint) -> Trust.REMEMBER;
      default -> Trust.REFUSE;
    };
  }

  @Override
  public synchronized Optional<Secret> passphrase(Path key, int attempt) {
    return hidden(attempt, "cli.passphrase", key.toString());
  }

  @Override
  public synchronized Optional<Secret> password(Target host, int attempt) {
    return hidden(attempt, "cli.password", host.user() + "@" + host.name());
  }

  @Override
  public synchronized Optional<List<Secret>> answers(
      Target host, String title, String instruction, List<Question> questions) {
    if (console == null) {
      return Optional.empty();
    }
    List<Secret> answers = new ArrayList<>();
    for (Question question : questions) {
      String text = words.say("cli.host-asks", host.name(), question.text());
      char[] typed =
          question.echo()
              ? Optional.ofNullable(console.readLine("%s", text)).orElse("").toCharArray()
              : console.readPassword("%s", text);
      if (typed == null) {
        return Optional.empty();
      }
      answers.add(Secret.of(typed));
      Arrays.fill(typed, ' ');
    }
    return Optional.of(answers);
  }

  private Optional<Secret> hidden(int attempt, String key, String what) {
    if (console == null || attempt > ATTEMPTS) {
      return Optional.empty();
    }
    char[] typed = console.readPassword("%s", words.say(key, what));
    if (typed == null || typed.length == 0) {
      return Optional.empty();
    }
    Secret secret = Secret.of(typed);
    Arrays.fill(typed, ' ');
    return Optional.of(secret);
  }
}
