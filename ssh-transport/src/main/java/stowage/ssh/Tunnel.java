package stowage.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.sshd.client.session.forward.ExplicitPortForwardingTracker;

/**
 * A port on this machine's loopback address that leads to a port seen from the host. It lives as
 * long as the connection it was made on. When one side ends its stream, both directions end: a
 * protocol that closes halves (few do) does not work through it.
 */
public final class Tunnel implements AutoCloseable {
  private final ExplicitPortForwardingTracker tracker;

  Tunnel(ExplicitPortForwardingTracker tracker) {
    this.tracker = tracker;
  }

  /** On 127.0.0.1. */
  public int localPort() {
    return tracker.getBoundAddress().getPort();
  }

  public boolean isOpen() {
    return tracker.isOpen() && tracker.getSession().isOpen();
  }

  @Override
  public void close() {
    try {
      tracker.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
