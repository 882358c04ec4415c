package stowage.exec;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/**
 * The warm runners of one host. Several, so that a batch with a hanging program does not hold up
 * the next one; few, because an SSH server allows ten channels and more are wanted for other
 * things.
 */
final class Runners implements AutoCloseable {
  private static final int MOST = 3;

  private final Link link;
  private final Semaphore free = new Semaphore(MOST, true);
  // The one used last is used next: the others may have been closed by the host meanwhile.
  private final ConcurrentLinkedDeque<Runner> idle = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  Runners(Link link) {
    this.link = link;
  }

  List<Result> ask(Batch batch) throws HostException {
    try {
      free.acquire();
    } catch (InterruptedException _) {
      throw new HostException.Cancelled(link.host());
    }
    try {
      Runner warm = idle.pollFirst();
      if (warm != null) {
        try {
          return ask(warm, batch);
        } catch (HostException.Unreachable e) {
          // It had gone while it was idle. Whether it began is uncertain, so a change is not sent
          // again.
          if (warm.accepted() || batch.changesHost()) {
            throw e;
          }
        }
      }
      return ask(Runner.start(link), batch);
    } finally {
      free.release();
    }
  }

  private List<Result> ask(Runner runner, Batch batch) throws HostException {
    boolean well = false;
    try {
      List<Result> results = runner.ask(batch);
      well = true;
      return results;
    } finally {
      if (well && !closed) {
        idle.addFirst(runner);
      } else {
        runner.close();
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    for (Runner runner = idle.poll(); runner != null; runner = idle.poll()) {
      runner.close();
    }
  }
}
