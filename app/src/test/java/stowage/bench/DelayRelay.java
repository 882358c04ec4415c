package stowage.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A long line to a TCP port: every byte takes half a round trip each way, and a connection one and
 * a half to be made, as TCP's handshake does. Any amount travels at once; nothing is lost.
 */
final class DelayRelay implements AutoCloseable {
  private final ServerSocket socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
  private final int to;
  private final Duration roundTrip;
  private final AtomicInteger turns = new AtomicInteger();
  private final AtomicLong received = new AtomicLong();

  /** Whether the other side was the last to say something. */
  private volatile boolean answered;

  DelayRelay(int to, Duration roundTrip) throws IOException {
    this.to = to;
    this.roundTrip = roundTrip;
    Thread.ofVirtual().start(this::listen);
  }

  int port() {
    return socket.getLocalPort();
  }

  /**
   * Round trips so far: how often the client spoke after it had been answered, or connected. With
   * several connections at a time it means nothing.
   */
  int turns() {
    return turns.get();
  }

  /** Bytes that have come from the other side. */
  long received() {
    return received.get();
  }

  private void listen() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        Thread.ofVirtual().start(() -> connect(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void connect(Socket client) {
    turns.incrementAndGet();
    pause(roundTrip);
    answered = true;
    Pump up = new Pump(client, false);
    pause(roundTrip.dividedBy(2));
    try {
      Socket server = new Socket(InetAddress.getLoopbackAddress(), to);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      up.into(server);
      new Pump(server, true).into(client);
    } catch (IOException e) {
      end(client);
    }
  }

  private static void pause(Duration time) {
    LockSupport.parkNanos(time.toNanos());
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It has ended already.
    }
  }

  /** What arrives, and when it may go on; no bytes at the end. */
  private record Parcel(byte[] bytes, long due) {}

  /** One direction of a connection. */
  private final class Pump {
    private final BlockingQueue<Parcel> travelling = new LinkedBlockingQueue<>();
    private final Socket from;
    private final boolean answers;

    Pump(Socket from, boolean answers) {
      this.from = from;
      this.answers = answers;
      Thread.ofVirtual().start(this::read);
    }

    void into(Socket target) {
      Thread.ofVirtual().start(() -> write(target));
    }

    private void read() {
      byte[] buffer = new byte[1 << 16];
      try (InputStream in = from.getInputStream()) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          count(n);
          send(Arrays.copyOf(buffer, n));
        }
      } catch (IOException e) {
        // The end is passed on below.
      }
      send(new byte[0]);
    }

    private void count(int bytes) {
      if (answers) {
        received.addAndGet(bytes);
        answered = true;
      } else if (answered) {
        answered = false;
        turns.incrementAndGet();
      }
    }

    private void send(byte[] bytes) {
      travelling.add(new Parcel(bytes, System.nanoTime() + roundTrip.toNanos() / 2));
    }

    private void write(Socket target) {
      try (OutputStream out = target.getOutputStream()) {
        while (true) {
          Parcel next = travelling.take();
          LockSupport.parkNanos(next.due() - System.nanoTime());
          if (next.bytes().length == 0) {
            break;
          }
          out.write(next.bytes());
        }
      } catch (IOException | InterruptedException e) {
        end(from);
      }
      end(target);
    }
  }

  /** Connections that are open go on. */
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
