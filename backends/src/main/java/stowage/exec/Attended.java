package stowage.exec;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Blocking work on streams, done on a thread of its own so that it can be left: streams know no
 * time limit, and most of them no interruption. Who leaves closes the streams, which ends the work.
 */
final class Attended {
  private Attended() {}

  /**
   * @throws TimeoutException after the limit; the work still goes on
   * @throws HostException.Cancelled when the calling thread was interrupted; the work still goes on
   * @throws HostException.Unreachable when a stream broke
   */
  static <T> T call(String host, Duration limit, Callable<T> work)
      throws HostException, TimeoutException {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.startVirtualThread(task);
    try {
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      throw new HostException.Cancelled(host);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case HostException known -> throw known;
        case IOException broken ->
            throw new HostException.Unreachable(host, String.valueOf(broken.getMessage()), broken);
        case InterruptedException _ -> throw new HostException.Cancelled(host);
        case RuntimeException wrong -> throw wrong;
        case Error wrong -> throw wrong;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }
}
