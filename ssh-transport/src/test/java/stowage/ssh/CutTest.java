package stowage.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.auth.password.PasswordAuthenticator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stowage.exec.HostException;
import stowage.exec.Secret;

/** Servers and ways there that end, fall silent or lie at every point of a login. */
@Timeout(180)
class CutTest {
  private static final int PLACES = 24;
  private static final SshSettings IMPATIENT =
      new SshSettings(
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          Duration.ofSeconds(15),
          3,
          Duration.ofSeconds(1),
          8);

  @TempDir Path dir = Path.of("");
  private final SshConnector connector = new SshConnector(IMPATIENT);

  @AfterEach
  void close() {
    connector.close();
  }

  /**
   * The login is harmed at many places, from the first byte to the last. Each time that is said to
   * be the connection's fault, not the user's or the host key's, and nothing is left open.
   */
  @ParameterizedTest
  @EnumSource(names = {"CUT", "FLIP", "SILENCE"})
  void everyPlaceInALogin(Cutter.Mishap mishap) throws Exception {
    try (Sshd sshd = Sshd.start(dir, "KexAlgorithms curve25519-sha256")) {
      long whole;
      try (Cutter none = new Cutter(sshd.port, Cutter.Mishap.NONE, 0)) {
        sshd.know("[127.0.0.1]:" + none.port() + " " + sshd.publicKey(sshd.hostKey));
        connector.connect(none.through(sshd.target()), sshd.key(), Prompts.NOBODY).close();
        whole = none.passed.get();
      }
      assertTrue(whole > 1500, "a login took " + whole + " bytes");
      int places = mishap == Cutter.Mishap.SILENCE ? 5 : PLACES;
      int harmed = 0;
      for (int i = 0; i < places; i++) {
        long at = i * whole / places;
        try (Cutter cutter = new Cutter(sshd.port, mishap, at)) {
          sshd.know("[127.0.0.1]:" + cutter.port() + " " + sshd.publicKey(sshd.hostKey));
          HostException failure;
          try {
            connector.connect(cutter.through(sshd.target()), sshd.key(), Prompts.NOBODY).close();
            // What comes last is said after the login.
            assertTrue(at > whole * 7 / 10, mishap + " at " + at + " of " + whole);
            continue;
          } catch (HostException e) {
            failure = e;
            harmed++;
          }
          boolean patience = mishap == Cutter.Mishap.SILENCE;
          // A flipped bit may hit the key itself, or make it claim to be longer than it is.
          boolean right =
              failure instanceof HostException.Unreachable
                  || failure instanceof HostException.TimedOut
                  || (mishap == Cutter.Mishap.FLIP
                      && failure instanceof HostException.HostKeyChanged);
          assertTrue(right, mishap + " at " + at + " of " + whole + ": " + failure);
          assertFalse(patience && failure instanceof HostException.HostKeyChanged);
        }
      }
      assertTrue(harmed >= places * 7 / 10, harmed + " of " + places);
      SshLinkTest.waitUntil(() -> sshd.connections() == 0);
    }
  }

  /** Talks to one client; whatever it writes ends when the client goes. */
  private interface Talk {
    void to(OutputStream out) throws IOException;
  }

  private HostException told(Talk talk, AtomicLong written) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.startVirtualThread(() -> {
        try (Socket client = server.accept()) {
          OutputStream out = client.getOutputStream();
          talk.to(
              new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                  write(new byte[] {(byte) b}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                  out.write(bytes, offset, length);
                  written.addAndGet(length);
                }
              });
        } catch (IOException e) {
          // The client has had enough.
        }
      });
      Target.Files nothing = new Target.Files(List.of(), false, null, List.of(), false);
      Target target =
          new Target("odd", "127.0.0.1", server.getLocalPort(), "anna", nothing, List.of());
      return assertThrows(
          HostException.class, () -> connector.connect(target, List.of(), Prompts.NOBODY));
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void aGreetingThatNeverEndsIsNotListenedTo() throws Exception {
    for (String endless : List.of("x".repeat(1000), "Welcome!\r\n", "\0\0\0\0", "\r\n\r\n")) {
      AtomicLong written = new AtomicLong();
      HostException failure =
          told(
              out -> {
                while (true) {
                  out.write(ascii(endless));
                }
              },
              written);
      assertInstanceOf(HostException.Unreachable.class, failure, endless);
      // Some of it waits in the buffers of both systems.
      assertTrue(written.get() < 64 << 20, endless + ": " + written);
    }
  }

  @Test
  void whatFollowsAGoodGreetingIsNoneOfTheUsersFault() throws Exception {
    List<byte[]> packets =
        List.of(
            ascii("GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
            // Lengths that can't be: none, less than none, two gigabytes.
            new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
            new byte[] {-1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
            new byte[] {127, -1, -1, -1, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
            // More padding than packet.
            new byte[] {0, 0, 0, 12, -1, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
            // A proposal that ends in the middle.
            new byte[] {0, 0, 0, 12, 4, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
            // A channel; a disconnect.
            new byte[] {0, 0, 0, 12, 10, 90, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
            new byte[] {0, 0, 0, 12, 4, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0});
    for (byte[] packet : packets) {
      HostException failure =
          told(
              out -> {
                out.write(ascii("SSH-2.0-odd\r\n"));
                out.write(packet);
              },
              new AtomicLong());
      assertInstanceOf(HostException.Unreachable.class, failure, List.of(packet).toString());
    }
  }

  /** Somebody on the way says that we are logged in, and hopes to be told what is for the host. */
  @Test
  void aLoginThatSucceedsBeforeTheKeyExchangeIsNone() throws Exception {
    byte[] success = {0, 0, 0, 12, 10, 52, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    // What the library makes of it depends on which of its threads is first.
    for (int i = 0; i < 60; i++) {
      HostException failure =
          told(
              out -> {
                out.write(ascii("SSH-2.0-odd\r\n"));
                out.write(success);
              },
              new AtomicLong());
      assertInstanceOf(HostException.Unreachable.class, failure);
    }
  }

  @Test
  void aFloodOfPacketsBeforeTheKeyExchange() throws Exception {
    // SSH_MSG_IGNORE, over and over: allowed in itself, and never the end of it.
    byte[] ignored = {0, 0, 0, 12, 6, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    HostException failure =
        told(
            out -> {
              out.write(ascii("SSH-2.0-odd\r\n"));
              while (true) {
                out.write(ignored);
              }
            },
            new AtomicLong());
    assertTrue(
        failure instanceof HostException.TimedOut || failure instanceof HostException.Unreachable,
        "" + failure);
  }

  @Test
  void aLongBannerIsPassedOver() throws Exception {
    try (PasswordServer server = new PasswordServer(dir, "password")) {
      CoreModuleProperties.WELCOME_BANNER.set(
          server.server, "Authorized use only\n".repeat(10_000));
      connect(server, "right").close();
    }
  }

  private SshLink connect(PasswordServer server, String password) throws HostException {
    Secret secret = Secret.of(password.getBytes(StandardCharsets.UTF_8));
    return connector.connect(server.target(), List.of(new Auth.Password(secret)), Prompts.NOBODY);
  }

  private static HostException used(SshLink link) {
    return assertThrows(
        HostException.class,
        () -> {
          try (var channel = link.start("true", OutputStream.nullOutputStream())) {
            channel.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  /** Some hosts hang up on a wrong password. It must not be tried again and again by itself. */
  @Test
  void aPasswordThatEndsTheConnectionIsNotSentAgain() throws Exception {
    try (PasswordServer server = new PasswordServer(dir, "password")) {
      List<String> seen = new ArrayList<>();
      PasswordAuthenticator hangingUp =
          (_, password, session) -> {
            seen.add(password);
            session.close(true);
            return false;
          };
      server.server.setPasswordAuthenticator(hangingUp);
      Secret secret = Secret.of("wrong".getBytes(StandardCharsets.UTF_8));
      try (SshLink link = connector.link(server.target(), List.of(new Auth.Password(secret)))) {
        assertInstanceOf(HostException.Unreachable.class, used(link));
        for (int i = 0; i < 2; i++) {
          assertThrows(HostException.LoginRefused.class, () -> link.connect(Prompts.NOBODY));
        }
        assertEquals(List.of("wrong"), seen);
        assertThrows(IllegalStateException.class, secret::reveal);
      }
    }
  }

  /** The phases that come after the login, each with the end in its middle. */
  @Test
  void theEndOfAChannelsLife() throws Exception {
    try (PasswordServer server = new PasswordServer(dir, "password")) {
      server.server.setCommandFactory((_, _) -> {
        throw new IllegalStateException("nothing is run here");
      });
      try (SshLink link = connect(server, "right")) {
        HostException refused = used(link);
        assertEquals("host.channel-refused", refused.said().key());
        // The link itself is none the worse for it.
        assertEquals(SshLink.Phase.READY, link.phase());
      }
      server.server.setCommandFactory((session, command) ->
          new LoopbackCommand(
              command,
              (_, _, out, _) -> {
                out.write(ascii("half an ans"));
                out.flush();
                session.getSession().close(true);
                Thread.sleep(60_000);
                return 0;
              }));
      try (SshLink link = connect(server, "right");
          var channel = link.start("true", OutputStream.nullOutputStream())) {
        assertThrows(IOException.class, () -> channel.out().readAllBytes());
        assertThrows(HostException.Unreachable.class, channel::await);
      }
    }
  }

  @Test
  void theEndRightAfterTheKeyExchange() throws Exception {
    try (PasswordServer server = new PasswordServer(dir, "password")) {
      server.server.addSessionListener(
          new SessionListener() {
            @Override
            public void sessionEvent(Session session, Event event) {
              if (event == Event.KeyEstablished) {
                session.close(true);
              }
            }
          });
      HostException failure = assertThrows(HostException.class, () -> connect(server, "right"));
      assertInstanceOf(HostException.Unreachable.class, failure);
      assertEquals(List.of(), server.attempts);
    }
  }
}
