package stowage.ssh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import stowage.exec.HostException;

/** Ports that lead through a host, under load and when something gives way. */
@Timeout(120)
class TunnelTest {
  @TempDir Path dir = Path.of("");
  private final SshConnector connector = new SshConnector(SshSettings.DEFAULT);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private ServerSocket service;
  private Sshd sshd;
  private SshLink link;

  @BeforeEach
  void start() throws Exception {
    service = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    sshd = Sshd.start(dir);
    link = connector.connect(sshd.target(), sshd.key(), Prompts.NOBODY);
  }

  @AfterEach
  void close() throws Exception {
    link.close();
    connector.close();
    sshd.close();
    service.close();
    threads.shutdownNow();
  }

  private interface Served {
    void by(Socket client) throws Exception;
  }

  private void serve(Served served) {
    threads.execute(() -> {
      while (true) {
        try {
          Socket client = service.accept();
          threads.execute(() -> {
            try (client) {
              served.by(client);
            } catch (Exception e) {
              // The test sees what reached it.
            }
          });
        } catch (IOException e) {
          return;
        }
      }
    });
  }

  private static Socket to(Tunnel tunnel) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), tunnel.localPort());
  }

  private Tunnel tunnel() throws HostException {
    return link.tunnel("127.0.0.1", service.getLocalPort());
  }

  @Test
  void manyAtOnceKeepTheirBytesApart() throws Exception {
    serve(client -> client.getInputStream().transferTo(client.getOutputStream()));
    try (Tunnel tunnel = tunnel()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        byte[] mine = new byte[300_000];
        new Random(i).nextBytes(mine);
        all.add(
            threads.submit(() -> {
              try (Socket socket = to(tunnel)) {
                Future<byte[]> back =
                    threads.submit(() -> socket.getInputStream().readNBytes(mine.length));
                socket.getOutputStream().write(mine);
                assertArrayEquals(mine, back.get());
              }
              return null;
            }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    assertEquals(1, sshd.connections());
  }

  /** Who reads slowly holds up the sender, not the memory of this program. */
  @Test
  void aSlowReaderHoldsUpTheSender() throws Exception {
    AtomicLong sent = new AtomicLong();
    long size = 64L << 20;
    serve(client -> {
      byte[] chunk = new byte[1 << 16];
      OutputStream out = client.getOutputStream();
      for (long n = 0; n < size; n += chunk.length) {
        out.write(chunk);
        sent.addAndGet(chunk.length);
      }
    });
    try (Tunnel tunnel = tunnel();
        Socket socket = to(tunnel)) {
      InputStream in = socket.getInputStream();
      assertTrue(in.read() >= 0);
      // Until nothing moves any more.
      long before = -1;
      while (before != sent.get()) {
        before = sent.get();
        Thread.sleep(700);
      }
      assertTrue(before < 40L << 20, "taken in advance: " + before);
      long read = 1;
      byte[] chunk = new byte[1 << 16];
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        read += n;
      }
      assertEquals(size, read);
    }
  }

  @Test
  void aPortWhereNobodyListensEndsOnlyThatConnection() throws Exception {
    int dead = Sshd.freePort();
    try (Tunnel tunnel = link.tunnel("127.0.0.1", dead)) {
      for (int i = 0; i < 2; i++) {
        try (Socket socket = to(tunnel)) {
          assertEquals(-1, endOf(socket));
        }
      }
      assertTrue(tunnel.isOpen());
      try (ServerSocket late = new ServerSocket(dead, 5, InetAddress.getLoopbackAddress());
          Socket socket = to(tunnel)) {
        try (Socket served = late.accept()) {
          served.getOutputStream().write('x');
        }
        assertEquals('x', socket.getInputStream().read());
      }
    }
    assertEquals(SshLink.Phase.READY, link.phase());
  }

  private static int endOf(Socket socket) {
    try {
      return socket.getInputStream().read();
    } catch (IOException e) {
      // A reset is an end as well.
      return -1;
    }
  }

  /** What the service says before it hangs up arrives whole. */
  @Test
  void lastWordsArrive() throws Exception {
    byte[] words = "x".repeat(200_000).getBytes(StandardCharsets.US_ASCII);
    serve(client -> client.getOutputStream().write(words));
    try (Tunnel tunnel = tunnel()) {
      for (int i = 0; i < 5; i++) {
        try (Socket socket = to(tunnel)) {
          assertArrayEquals(words, socket.getInputStream().readAllBytes());
        }
      }
    }
  }

  @Test
  void closingATunnelEndsWhatGoesThroughIt() throws Exception {
    serve(client -> client.getInputStream().transferTo(OutputStream.nullOutputStream()));
    Tunnel tunnel = tunnel();
    try (Socket socket = to(tunnel)) {
      socket.getOutputStream().write('x');
      tunnel.close();
      tunnel.close();
      assertThrows(IOException.class, () -> to(tunnel).close());
    }
    // The link goes on, and the next tunnel is another one.
    tunnel().close();
  }

  @Test
  void aServerThatForbidsThemSaysSoInTime() throws Exception {
    try (Sshd strict = Sshd.start(dir, "AllowTcpForwarding no");
        SshLink other = connector.connect(strict.target(), strict.key(), Prompts.NOBODY);
        Tunnel tunnel = other.tunnel("127.0.0.1", service.getLocalPort());
        Socket socket = to(tunnel)) {
      assertEquals(-1, endOf(socket));
      assertEquals(SshLink.Phase.READY, other.phase());
    }
  }
}
