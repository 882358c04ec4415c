package stowage.host;

import stowage.exec.HostException;
import stowage.message.Message;

/** A way through a host to what can be reached from there. */
@FunctionalInterface
public interface Forwarding {
  /** For hosts that are not reached over SSH. */
  Forwarding NONE =
      (_, _) -> {
        throw new HostException.NoAnswer(Message.of("host.no-forwarding"));
      };

  /** A port of this computer's 127.0.0.1. */
  interface Port extends AutoCloseable {
    int number();

    @Override
    void close();
  }

  /**
   * @param server as the host calls it
   */
  Port open(String server, int port) throws HostException;
}
