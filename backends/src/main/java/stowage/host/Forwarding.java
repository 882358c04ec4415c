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

  /** No way at all: this computer reaches the servers by itself, under the names the host uses. */
  Forwarding DIRECT =
      (_, _) ->
          new Port() {
            @Override
            public int number() {
              return 0;
            }

            @Override
            public void close() {
              // Nothing was opened.
            }
          };

  /** A port of this computer's 127.0.0.1. */
  interface Port extends AutoCloseable {
    /** 0 where the server is gone to directly. */
    int number();

    @Override
    void close();
  }

  /**
   * @param server as the host calls it
   */
  Port open(String server, int port) throws HostException;
}
