package stowage.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** A way to a port that does something to what the server sends, at a certain byte. */
final class Cutter implements AutoCloseable {
  /** What happens there. */
  enum Mishap {
    NONE,
    /** Both directions end. */
    CUT,
    /** One bit is another. */
    FLIP,
    /** Nothing comes any more, but nothing ends. */
    SILENCE
  }

  final AtomicLong passed = new AtomicLong();
  private final ServerSocket door = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final int port;
  private final Mishap mishap;
  private final long at;

  Cutter(int port, Mishap mishap, long at) throws IOException {
    this.port = port;
    this.mishap = mishap;
    this.at = at;
    Thread.startVirtualThread(this::serve);
  }

  int port() {
    return door.getLocalPort();
  }

  /** The target, but reached this way. */
  Target through(Target target) {
    return new Target(
        target.name(), target.address(), port(), target.user(), target.files(), List.of());
  }

  private void serve() {
    try {
      while (true) {
        Socket client = door.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
        sockets.addAll(List.of(client, server));
        Thread.startVirtualThread(() -> copy(client, server, false));
        Thread.startVirtualThread(() -> copy(server, client, true));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void copy(Socket from, Socket to, boolean harmed) {
    byte[] one = new byte[1];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      while (in.read(one) > 0) {
        if (harmed && passed.getAndIncrement() == at) {
          switch (mishap) {
            case NONE -> {}
            case CUT -> {
              return;
            }
            case FLIP -> one[0] ^= 4;
            case SILENCE -> in.transferTo(OutputStream.nullOutputStream());
          }
        }
        out.write(one);
      }
    } catch (IOException e) {
      // One side has gone.
    }
  }

  @Override
  public void close() {
    try {
      door.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
