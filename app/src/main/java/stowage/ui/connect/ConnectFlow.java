package stowage.ui.connect;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to connect and the questions it raises: the connecting thread waits in {@link #ask}
 * until the page has been answered. Questions never pop up; they stand in the host's page, so many
 * hosts may wait side by side.
 */
public final class ConnectFlow {
  private final Executor screen;
  private final Consumer<@Nullable Question> shown;
  private volatile CompletableFuture<Question.Answer> answer = new CompletableFuture<>();

  /**
   * @param screen the screen's thread
   * @param shown told, there, of the question that waits; of null when it has been answered
   */
  public ConnectFlow(Executor screen, Consumer<@Nullable Question> shown) {
    this.screen = screen;
    this.shown = shown;
  }

  /** Called by the connecting thread. Giving up is an answer, also when the thread is stopped. */
  public Question.Answer ask(Question question) {
    CompletableFuture<Question.Answer> pending = new CompletableFuture<>();
    answer = pending;
    screen.execute(() -> shown.accept(question));
    try {
      return pending.get();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Question.Answer.GivenUp();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Called by the page; a second answer to the same question is ignored. */
  public void answer(Question.Answer given) {
    shown.accept(null);
    answer.complete(given);
  }
}
