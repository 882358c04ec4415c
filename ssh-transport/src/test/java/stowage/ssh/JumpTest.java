package stowage.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import stowage.exec.Exec;
import stowage.exec.HostException;
import stowage.exec.Shell;
import stowage.exec.WireShell;

/** Ways through other hosts, and ports that lead through one. */
@Timeout(120)
class JumpTest {
  @TempDir Path outerDir = Path.of("");
  @TempDir Path innerDir = Path.of("");

  private final SshConnector connector = new SshConnector(SshSettings.DEFAULT);
  private Sshd outer;
  private Sshd inner;

  @BeforeEach
  void start() throws Exception {
    outer = Sshd.start(outerDir);
    inner = Sshd.start(innerDir);
  }

  @AfterEach
  void close() {
    connector.close();
    inner.close();
    outer.close();
  }

  private Target through(Target... hops) {
    return inner.target(List.of(inner.userKey), List.of(hops));
  }

  private static void works(SshLink link) throws Exception {
    try (Shell shell = new WireShell(link)) {
      assertEquals("hello\n", shell.run(Exec.reads("/bin/echo", "hello")).text());
    }
  }

  @Test
  void eachHopHasItsOwnKeysAndKnownHosts() throws Exception {
    SshLink link = connector.connect(through(outer.target()), inner.key(), Prompts.NOBODY);
    assertEquals(1, outer.connections());
    assertEquals(1, inner.connections());
    works(link);
    // With the link its way there goes too.
    SshLinkTest.waitUntil(() -> outer.connections() == 0 && inner.connections() == 0);
  }

  @Test
  void theInnerHostIsKnownByItsOwnNameAndPort() throws Exception {
    inner.know();
    Answers answers = Answers.trusting(Prompts.Trust.REMEMBER);
    connector.connect(through(outer.target()), inner.key(), answers).close();
    assertEquals(1, answers.asked.size());
    assertTrue(answers.asked.getFirst().startsWith("host key " + inner.port));
    assertTrue(Files.readString(inner.knownHosts).startsWith("[127.0.0.1]:" + inner.port + " "));
    connector.connect(through(outer.target()), inner.key(), Prompts.NOBODY).close();
  }

  @Test
  void anUnknownHostOnTheWayIsAskedForToo() throws Exception {
    outer.know();
    assertThrows(
        HostException.HostKeyUnknown.class,
        () -> connector.connect(through(outer.target()), inner.key(), Prompts.NOBODY));
    Answers answers = Answers.trusting(Prompts.Trust.ONCE);
    connector.connect(through(outer.target()), inner.key(), answers).close();
    assertEquals(1, answers.asked.size());
    assertTrue(answers.asked.getFirst().startsWith("host key " + outer.port));
  }

  @Test
  void twoHopsAndBackAfterADrop() throws Exception {
    try (Sshd middle = Sshd.start(outerDir)) {
      // The hosts share a file that knows all three.
      Files.write(
          outer.knownHosts,
          List.of(
              "[127.0.0.1]:" + outer.port + " " + outer.publicKey(outer.hostKey),
              "[127.0.0.1]:" + middle.port + " " + middle.publicKey(middle.hostKey)));
      SshLink link =
          connector.connect(through(outer.target(), middle.target()), inner.key(), Prompts.NOBODY);
      outer.drop();
      works(link);
    }
  }

  @Test
  void aHopThatForbidsForwardingIsSaid() throws Exception {
    try (Sshd strict = Sshd.start(outerDir, "AllowTcpForwarding no")) {
      assertThrows(
          HostException.Unreachable.class,
          () -> connector.connect(through(strict.target()), inner.key(), Prompts.NOBODY));
      SshLinkTest.waitUntil(() -> strict.connections() == 0);
    }
  }

  @Test
  void tunnelsLeadToPortsOfTheHost() throws Exception {
    try (ServerSocket service = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        SshLink link = connector.connect(inner.target(), inner.key(), Prompts.NOBODY)) {
      Thread.startVirtualThread(() -> echo(service));
      Tunnel tunnel = link.tunnel("127.0.0.1", service.getLocalPort());
      assertTrue(tunnel.isOpen());
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), tunnel.localPort())) {
        OutputStream out = socket.getOutputStream();
        out.write("through".getBytes(StandardCharsets.UTF_8));
        assertEquals(
            "through", new String(socket.getInputStream().readNBytes(7), StandardCharsets.UTF_8));
      }
      tunnel.close();
      assertFalse(tunnel.isOpen());
      assertThrows(
          IOException.class,
          () -> new Socket(InetAddress.getLoopbackAddress(), tunnel.localPort()).close());
    }
  }

  @Test
  void aTunnelEndsWithItsLink() throws Exception {
    try (SshLink link = connector.connect(inner.target(), inner.key(), Prompts.NOBODY)) {
      Tunnel tunnel = link.tunnel("127.0.0.1", inner.port);
      inner.drop();
      SshLinkTest.waitUntil(() -> !tunnel.isOpen());
      tunnel.close();
    }
  }

  private static void echo(ServerSocket service) {
    try (Socket socket = service.accept()) {
      socket.getInputStream().transferTo(socket.getOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
