package stowage.ssh;

import java.util.concurrent.Executors;
import org.apache.sshd.common.util.threads.CloseableExecutorService;
import org.apache.sshd.common.util.threads.NoCloseExecutor;

/** Where the SSH library runs its work. */
final class Threads {
  private Threads() {}

  /**
   * One virtual thread per event, so that a session whose handler waits (for a person, or for room
   * in a stream) holds up no other session, and thousands of sessions need a handful of system
   * threads. Has nothing to shut down.
   */
  static CloseableExecutorService virtual() {
    return new NoCloseExecutor(
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("ssh-", 0).factory()));
  }
}
