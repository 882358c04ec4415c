package stowage.ui.connect;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import stowage.exec.Secret;
import stowage.message.Message;
import stowage.ssh.Prompts;
import stowage.ssh.Target;

/**
 * One attempt to connect and the questions it raises: the connecting thread waits in {@link #ask}
 * until the page has been answered. Questions never pop up; they stand in the host's page, so many
 * hosts may wait side by side.
 */
public final class ConnectFlow implements Prompts {
  private static final int SSH_PORT = 22;

  private final Executor screen;
  private final Consumer<@Nullable Request> shown;
  private final List<Message> warnings = new CopyOnWriteArrayList<>();
  private volatile CompletableFuture<Request.Answer> answer = new CompletableFuture<>();

  /**
   * @param screen the screen's thread
   * @param shown told, there, of the question that waits; of null when it has been answered
   */
  public ConnectFlow(Executor screen, Consumer<@Nullable Request> shown) {
    this.screen = screen;
    this.shown = shown;
  }

  /** Told of what could not be heeded; nobody has to answer. */
  public void warn(Message warning) {
    warnings.add(warning);
  }

  public List<Message> warnings() {
    return List.copyOf(warnings);
  }

  @Override
  public Trust unknownHostKey(Target host, String keyType, String fingerprint) {
    return switch (ask(new Request.UnknownKey(where(host), keyType, fingerprint))) {
      case Request.Answer.AcceptOnce() -> Trust.ONCE;
      case Request.Answer.AcceptAndRemember() -> Trust.REMEMBER;
      case Request.Answer.GivenUp(), Request.Answer.Entered(_) -> Trust.REFUSE;
    };
  }

  /** As known_hosts writes it. */
  private static String where(Target host) {
    return host.port() == SSH_PORT ? host.address() : "[" + host.address() + "]:" + host.port();
  }

  @Override
  public Optional<Secret> passphrase(Path key, int attempt) {
    return one(
        new Request.Typed(
            Request.Kind.PASSPHRASE,
            key.toString(),
            List.of(new Request.Prompt("", true)),
            attempt > 1));
  }

  @Override
  public Optional<Secret> password(Target host, int attempt) {
    return one(
        new Request.Typed(
            Request.Kind.PASSWORD,
            host.user() + "@" + host.address(),
            List.of(new Request.Prompt("", true)),
            attempt > 1));
  }

  @Override
  public Optional<List<Secret>> answers(
      Target host, String title, String instruction, List<Prompts.Question> questions) {
    // Some hosts send an empty round of questions: there is nothing to show and nothing to answer.
    if (questions.isEmpty()) {
      return Optional.of(List.of());
    }
    return entered(
        new Request.Typed(
            Request.Kind.INTERACTIVE,
            host.user() + "@" + host.address(),
            questions.stream().map(q -> new Request.Prompt(q.text(), !q.echo())).toList(),
            false));
  }

  /** What an authenticator shows for this account of a backup server. */
  Optional<Secret> code(String account) {
    return one(
        new Request.Typed(
            Request.Kind.CODE, account, List.of(new Request.Prompt("", false)), false));
  }

  private Optional<Secret> one(Request question) {
    return entered(question).map(List::getFirst);
  }

  private Optional<List<Secret>> entered(Request question) {
    return ask(question) instanceof Request.Answer.Entered(var secrets)
        ? Optional.of(secrets)
        : Optional.empty();
  }

  /** Called by the connecting thread. Giving up is an answer, also when the thread is stopped. */
  private Request.Answer ask(Request question) {
    CompletableFuture<Request.Answer> pending = new CompletableFuture<>();
    answer = pending;
    screen.execute(() -> shown.accept(question));
    try {
      return pending.get();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Request.Answer.GivenUp();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Called by the page; a second answer to the same question is ignored. */
  public void answer(Request.Answer given) {
    shown.accept(null);
    answer.complete(given);
  }
}
