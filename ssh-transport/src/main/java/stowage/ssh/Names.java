package stowage.ssh;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks up host names on a few system threads: the system's resolver holds the thread it is called
 * on, can't be interrupted, and may take minutes when a name server is dead.
 */
final class Names implements AutoCloseable {
  private static final int AT_ONCE = 8;

  private final ExecutorService lookups =
      Executors.newFixedThreadPool(
          AT_ONCE, Thread.ofPlatform().daemon().name("ssh-names-", 0).factory());

  List<InetAddress> resolve(String name, Duration patience)
      throws UnknownHostException, InterruptedException {
    Future<InetAddress[]> lookup = lookups.submit(() -> InetAddress.getAllByName(name));
    try {
      return List.of(lookup.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException | TimeoutException e) {
      UnknownHostException unknown = new UnknownHostException(name);
      unknown.initCause(e);
      throw unknown;
    } finally {
      lookup.cancel(true);
    }
  }

  @Override
  public void close() {
    lookups.shutdownNow();
  }
}
