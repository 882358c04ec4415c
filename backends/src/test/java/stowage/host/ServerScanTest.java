package stowage.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.exec.HostException;
import stowage.exec.Reading;
import stowage.exec.Secret;
import stowage.message.Message;
import stowage.pbs.server.Account;
import stowage.pbs.server.Endpoint;

/** A look at a backup server through a host that may lead anywhere. */
class ServerScanTest {
  private static final Endpoint SERVER = Endpoint.direct("pbs.example.test", 8007, null);
  private static final String PASSWORD = "Zeige-mich-nicht";

  private final Secret secret = Secret.of(PASSWORD.toCharArray());
  private final Account account = new Account("root@pam", secret);
  private final List<String> ways = new ArrayList<>();

  @AfterEach
  void close() {
    secret.close();
  }

  private interface Question {
    Reading<?> of(ServerScan scan) throws HostException;
  }

  private List<Question> questions() {
    return List.of(
        scan -> scan.datastores(SERVER, account),
        scan -> scan.namespaces(SERVER, account, "store"),
        scan -> scan.certificate(SERVER));
  }

  private Forwarding leadingTo(int local) {
    return (server, port) -> {
      ways.add("open " + server + " " + port);
      return new Forwarding.Port() {
        @Override
        public int number() {
          return local;
        }

        @Override
        public void close() {
          ways.add("close");
        }
      };
    };
  }

  private Message failed(Question question, int local) throws Exception {
    Reading<?> reading = question.of(new ServerScan(leadingTo(local)));
    return assertInstanceOf(Reading.Failed.class, reading).reason();
  }

  private static int nobodysPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aHostWithoutAWayThroughSaysSo() {
    for (Question question : questions()) {
      HostException why =
          assertThrows(
              HostException.NoAnswer.class, () -> question.of(new ServerScan(Forwarding.NONE)));
      assertEquals(Message.of("host.no-forwarding"), why.said());
    }
  }

  @Test
  void whatTheHostSaysOfTheWayIsPassedOn() {
    HostException.Unreachable why = new HostException.Unreachable("h", "connection lost");
    Forwarding broken =
        (_, _) -> {
          throw why;
        };
    for (Question question : questions()) {
      assertSame(
          why,
          assertThrows(HostException.Unreachable.class, () -> question.of(new ServerScan(broken))));
    }
  }

  @Test
  void nobodyAtTheOtherEndIsAReadingUnderTheServersOwnName() throws Exception {
    for (Question question : questions()) {
      Message why = failed(question, nobodysPort());
      assertEquals("server.unreachable", why.key());
      assertEquals("pbs.example.test:8007", why.args().getFirst());
    }
  }

  @Test
  void everyWayThatIsOpenedIsClosed() throws Exception {
    for (Question question : questions()) {
      ways.clear();
      failed(question, nobodysPort());
      assertEquals(List.of("open pbs.example.test 8007", "close"), ways);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\0",
        "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{\"data\":[]}",
        "HTTP/1.1 400 Bad Request\r\n\r\n",
        "\u0015\u0003\u0003\u0000\u0002\u0002(",
      })
  void whoeverSpeaksNoTlsIsTold(String greeting) throws Exception {
    for (Question question : questions()) {
      ways.clear();
      try (Greeter greeter = new Greeter(greeting)) {
        Message why = failed(question, greeter.port());
        assertTrue(why.key().startsWith("server."), why.key());
        assertEquals("pbs.example.test:8007", why.args().getFirst());
        assertEquals("close", ways.getLast());
        assertFalse(why.toString().contains(PASSWORD), why::toString);
        assertFalse(greeter.heard().contains(PASSWORD), "nobody unknown hears the password");
      }
    }
  }

  /** Says one thing to everybody, whatever they say. */
  private static final class Greeter implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();

    Greeter(String greeting) throws IOException {
      byte[] bytes = greeting.getBytes(StandardCharsets.ISO_8859_1);
      Thread.ofVirtual().start(() -> serve(bytes));
    }

    private void serve(byte[] greeting) {
      while (!socket.isClosed()) {
        try (Socket guest = socket.accept()) {
          byte[] first = new byte[4096];
          int count = guest.getInputStream().read(first);
          heard.add(new String(first, 0, Math.max(count, 0), StandardCharsets.ISO_8859_1));
          guest.getOutputStream().write(greeting);
        } catch (IOException e) {
          heard.add(String.valueOf(e.getMessage()));
        }
      }
    }

    int port() {
      return socket.getLocalPort();
    }

    String heard() {
      return String.join("", heard);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
