package stowage.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.exec.Batch;
import stowage.exec.Exec;
import stowage.exec.HostException;
import stowage.exec.Shell;
import stowage.exec.WireShell;

/** Connections that come to nothing, what is negotiated, and many at once. */
@Timeout(180)
class ConnectTest {
  private static final SshSettings IMPATIENT =
      new SshSettings(
          Duration.ofSeconds(2),
          Duration.ofSeconds(3),
          Duration.ofSeconds(15),
          3,
          Duration.ofSeconds(1),
          8);

  @TempDir static Path dir = Path.of("");

  private final SshConnector connector = new SshConnector(IMPATIENT);

  @AfterEach
  void close() {
    connector.close();
  }

  private static Target target(String address, int port) {
    Target.Files nothing = new Target.Files(List.of(), false, null, List.of(), false);
    return new Target("somewhere", address, port, "anna", nothing, List.of());
  }

  private HostException failure(Target target) {
    return assertThrows(
        HostException.class, () -> connector.connect(target, List.of(), Prompts.NOBODY));
  }

  @Test
  void nobodyListens() throws Exception {
    int port = Sshd.freePort();
    HostException failure = failure(target("127.0.0.1", port));
    assertInstanceOf(HostException.Unreachable.class, failure);
    assertEquals("host.unreachable-refused", failure.said().key());
    assertEquals(List.of("somewhere", "127.0.0.1:" + port), failure.said().args());
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-such-host.invalid", "a..b", "256.256.256.256"})
  void theNameIsUnknown(String name) {
    HostException failure = failure(target(name, 22));
    assertInstanceOf(HostException.Unreachable.class, failure);
    assertEquals("host.unreachable-name", failure.said().key());
    assertEquals(List.of("somewhere", name), failure.said().args());
  }

  @Test
  void aServerThatSaysNothingTakesNoLongerThanAllowed() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      HostException failure = failure(target("127.0.0.1", silent.getLocalPort()));
      assertInstanceOf(HostException.TimedOut.class, failure);
    }
  }

  @ParameterizedTest
  @CsvSource({"'HTTP/1.1 400 Bad Request\r\n\r\n'", "'SSH-1.5-old\r\n'", "''"})
  void aServerOfAnotherKind(String greeting) throws Exception {
    try (ServerSocket other = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.startVirtualThread(() -> {
        try (Socket socket = other.accept()) {
          socket.getOutputStream().write(greeting.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
      HostException failure = failure(target("127.0.0.1", other.getLocalPort()));
      assertInstanceOf(HostException.Unreachable.class, failure);
    }
  }

  @Test
  void connectingCanBeCancelled() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      Thread connecting =
          Thread.startVirtualThread(() -> {
            try {
              connector.connect(
                  target("127.0.0.1", silent.getLocalPort()), List.of(), Prompts.NOBODY);
            } catch (HostException e) {
              thrown.set(e);
            }
          });
      try (Socket _ = silent.accept()) {
        connecting.interrupt();
        connecting.join();
      }
      assertInstanceOf(HostException.Cancelled.class, thrown.get());
    }
  }

  @Test
  void onlySafeAlgorithmsAreOffered() throws Exception {
    for (String weak :
        List.of(
            "Ciphers aes128-cbc,3des-cbc",
            "KexAlgorithms diffie-hellman-group14-sha1",
            "MACs hmac-sha1\nCiphers aes128-ctr")) {
      try (Sshd server = Sshd.start(dir, weak)) {
        HostException failure =
            assertThrows(
                HostException.Unreachable.class,
                () -> connector.connect(server.target(), server.key(), Prompts.NOBODY));
        assertEquals("host.unreachable-algorithms", failure.said().key(), weak);
      }
    }
    Path rsa = dir.resolve("host_rsa");
    Sshd.keygen("-t", "rsa", "-N", "", "-f", rsa.toString());
    try (Sshd old = Sshd.start(dir, "HostKey " + rsa, "HostKeyAlgorithms ssh-rsa")) {
      HostException failure =
          assertThrows(
              HostException.Unreachable.class,
              () -> connector.connect(old.target(), old.key(), Prompts.NOBODY));
      assertEquals("host.unreachable-algorithms", failure.said().key());
    }
  }

  @Test
  void fiftyConnectionsShareAHandfulOfThreads() throws Exception {
    SshSettings patient = SshSettings.DEFAULT;
    try (Sshd sshd = Sshd.start(dir);
        SshConnector many = new SshConnector(patient);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      int before = Thread.getAllStackTraces().size();
      List<Future<Shell>> shells = new ArrayList<>();
      Batch batch = Batch.of(List.of(Exec.reads("/bin/echo", "here")));
      for (int i = 0; i < 50; i++) {
        shells.add(
            threads.submit(() -> {
              Shell shell = new WireShell(many.link(sshd.target(), sshd.key()));
              assertEquals("here\n", batch.ask(shell).getFirst().text());
              return shell;
            }));
      }
      for (Future<Shell> shell : shells) {
        shell.get();
      }
      assertEquals(50, sshd.connections());
      int during = Thread.getAllStackTraces().size();
      assertTrue(during - before <= 16, before + " threads became " + during);
      for (Future<Shell> shell : shells) {
        assertEquals("here\n", batch.ask(shell.get()).getFirst().text());
        shell.get().close();
      }
    }
  }
}
