package stowage.ssh;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.common.future.SshFuture;

/**
 * Lets the thread that connects answer questions which come up on the library's threads, so that
 * interrupting that one thread ends a prompt as well as a wait for the host.
 */
final class Relay implements AutoCloseable {
  private final BlockingQueue<Runnable> questions = new LinkedBlockingQueue<>();
  private final Set<FutureTask<?>> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** Called on a thread of the library, which waits for the answer. */
  <T> T ask(Callable<T> question) throws IOException {
    FutureTask<T> task = new FutureTask<>(question);
    open.add(task);
    questions.add(task);
    if (closed) {
      task.cancel(false);
    }
    try {
      return task.get();
    } catch (CancellationException e) {
      throw new IOException("nobody connects any more", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } finally {
      open.remove(task);
    }
  }

  /**
   * Waits for the future's end and answers questions meanwhile.
   *
   * @param patience for the host; starts again after every question
   */
  void await(SshFuture<?> future, Duration patience) throws InterruptedException, TimeoutException {
    listen(future);
    while (!future.isDone()) {
      Runnable next = questions.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (next == null && !future.isDone()) {
        throw new TimeoutException();
      }
      if (next != null) {
        next.run();
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    }
  }

  private <T extends SshFuture<T>> void listen(SshFuture<?> future) {
    @SuppressWarnings("unchecked") // every future is one of itself
    SshFuture<T> own = (SshFuture<T>) future;
    own.addListener(_ -> questions.add(() -> {}));
  }

  /** Whoever still waits for an answer gets none. */
  @Override
  public void close() {
    closed = true;
    open.forEach(task -> task.cancel(false));
  }
}
