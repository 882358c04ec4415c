package stowage.pbs.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Something on loopback that writes bytes, over TLS or bare, and hangs up. */
final class RawServer implements AutoCloseable {
  private final ServerSocket socket;

  private RawServer(ServerSocket socket) {
    this.socket = socket;
  }

  /**
   * @param who null to speak without TLS
   * @param bytes what is said to anybody
   * @param waits whether a request is read first
   */
  static RawServer start(@Nullable Certificates who, String bytes, boolean waits)
      throws IOException {
    InetAddress here = InetAddress.getLoopbackAddress();
    RawServer server =
        new RawServer(
            who == null
                ? new ServerSocket(0, 10, here)
                : who.context().getServerSocketFactory().createServerSocket(0, 10, here));
    Thread.startVirtualThread(() -> server.serve(bytes, waits));
    return server;
  }

  private void serve(String bytes, boolean waits) {
    while (!socket.isClosed()) {
      try (Socket one = socket.accept()) {
        if (waits) {
          readHead(one.getInputStream());
        }
        one.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
        one.getOutputStream().flush();
      } catch (IOException _) {
        // The other side gave up, or the test is over.
      }
    }
  }

  private static void readHead(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    for (int b = in.read(); b >= 0 && !head.toString().endsWith("\r\n\r\n"); b = in.read()) {
      head.append((char) b);
      if (head.toString().endsWith("\r\n\r\n")) {
        return;
      }
    }
  }

  int port() {
    return socket.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
