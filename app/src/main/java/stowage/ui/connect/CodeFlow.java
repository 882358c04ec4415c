package stowage.ui.connect;

import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import stowage.exec.Secret;
import stowage.pbs.server.Codes;
import stowage.ui.work.Background;

/**
 * Questions for codes of second factors: the thread that logs in waits until one was answered. One
 * after the other, as they are shown above all pages.
 */
public final class CodeFlow {
  private final Background background;
  private final ConnectFlow flow;
  private final ReentrantLock turn = new ReentrantLock(true);
  private final ReadOnlyObjectWrapper<@Nullable Request> question = new ReadOnlyObjectWrapper<>();

  public CodeFlow(Background background) {
    this.background = background;
    this.flow = new ConnectFlow(background::show, question::set);
  }

  /**
   * @param server that wants them, for people
   */
  public Codes of(String server) {
    return user -> ask(user, server);
  }

  /** Called by the thread that logs in. Nobody answers one that was stopped. */
  private Optional<Secret> ask(String user, String server) {
    try {
      turn.lockInterruptibly();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
    try {
      return flow.code(server.isEmpty() ? user : user + ", " + server);
    } finally {
      background.show(() -> question.set(null));
      turn.unlock();
    }
  }

  /** What waits for an answer, on the screen's thread; null for nothing. */
  public ReadOnlyObjectProperty<@Nullable Request> question() {
    return question.getReadOnlyProperty();
  }

  public void answer(Request.Answer given) {
    flow.answer(given);
  }
}
