package stowage.ui.host;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import stowage.exec.HostException;
import stowage.host.Host;
import stowage.ui.frame.Desk;
import stowage.ui.work.Background;

/**
 * What a page asks its host: one question at a time, of which the newest is answered. For the
 * screen's thread.
 */
public final class HostQuestion {
  private final Desk desk;
  private final HostModel host;
  private Background.@Nullable Work<?> asking;

  public HostQuestion(Desk desk, HostModel host) {
    this.desk = desk;
    this.host = host;
  }

  /** Off the screen's thread. */
  @FunctionalInterface
  public interface Asking<T> {
    T of(Host host) throws Exception;
  }

  /** Whether anything was asked before. */
  public boolean isAsked() {
    return asking != null;
  }

  public <T> void ask(
      Asking<T> question, Consumer<? super T> shown, Consumer<? super Exception> failed) {
    Host open = host.host().orElse(null);
    if (open == null) {
      failed.accept(new HostException.Unreachable(host.name(), desk.say("ui-plan.no-connection")));
      return;
    }
    discard();
    asking = desk.background().run(() -> question.of(open)).then(shown).failed(failed);
  }

  /** Nobody looks at the page any more. */
  public void discard() {
    if (asking != null) {
      asking.discard();
    }
  }
}
