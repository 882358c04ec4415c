package stowage.ui.work;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Runs blocking work on virtual threads and brings the answer back to the screen's thread in one
 * hop: {@code background.run(host::refresh).then(model::show).failed(errors::show)}.
 */
public final class Background {
  private final Executor screen;
  private final Consumer<Exception> unexpected;

  /**
   * @param screen runs what it is given on the screen's thread, later
   * @param unexpected told of failures that nobody asked to be told of
   */
  public Background(Executor screen, Consumer<Exception> unexpected) {
    this.screen = screen;
    this.unexpected = unexpected;
  }

  /** Call it, and the methods of what it returns, on the screen's thread. */
  public <T> Work<T> run(Callable<T> callable) {
    Work<T> work = new Work<>(unexpected);
    Thread thread =
        Thread.ofVirtual()
            .unstarted(() -> {
              Runnable delivery = outcome(callable, work);
              screen.execute(delivery);
            });
    work.thread = thread;
    // Started through the screen's queue, so that then() and failed() are in place beforehand.
    screen.execute(thread::start);
    return work;
  }

  /** Runs this on the screen's thread, later. */
  public void show(Runnable change) {
    screen.execute(change);
  }

  private static <T> Runnable outcome(Callable<T> callable, Work<T> work) {
    try {
      T answer = callable.call();
      return () -> work.deliver(w -> w.shown.accept(answer));
    } catch (Exception e) {
      return () -> work.deliver(w -> w.troubled.accept(e));
    } catch (Error e) {
      // Without this a page would wait forever for, say, a class that failed to load.
      IllegalStateException wrapped = new IllegalStateException(e);
      return () -> work.deliver(w -> w.troubled.accept(wrapped));
    }
  }

  /** Something under way. */
  public static final class Work<T> {
    private Consumer<? super T> shown = _ -> {};
    private Consumer<? super Exception> troubled;
    private Thread thread = Thread.currentThread();
    private boolean discarded;

    private Work(Consumer<? super Exception> troubled) {
      this.troubled = troubled;
    }

    public Work<T> then(Consumer<? super T> consumer) {
      shown = consumer;
      return this;
    }

    public Work<T> failed(Consumer<? super Exception> consumer) {
      troubled = consumer;
      return this;
    }

    /** Nobody wants the answer any more: the work is interrupted and neither handler is called. */
    public void discard() {
      discarded = true;
      thread.interrupt();
    }

    private void deliver(Consumer<Work<T>> handler) {
      if (!discarded) {
        handler.accept(this);
      }
    }
  }
}
