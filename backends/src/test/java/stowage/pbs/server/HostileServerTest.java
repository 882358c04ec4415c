package stowage.pbs.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.pbs.server.FakeServer.Reply;

/** Whatever answers: the program tells what is wrong, and stays within its bounds. */
class HostileServerTest {
  private static final Certificates WHO = Certificates.selfSigned();
  private static final SnapshotId BACKUP =
      SnapshotId.parse("vm/100/2024-06-05T14:41:16Z").orElseThrow();

  private static ServerException answer(Reply reply) throws IOException {
    try (FakeServer server = FakeServer.start(WHO, _ -> reply);
        BackupServer client = Clients.pinned(server, WHO, Clients.token())) {
      ServerException said = assertThrows(ServerException.class, client::datastores);
      assertEquals(1, server.asked().size());
      return said;
    }
  }

  private static ServerException raw(String bytes) throws IOException {
    try (RawServer server = RawServer.start(WHO, bytes, true);
        BackupServer client =
            new BackupServer(Clients.at(server.port()).pinnedTo(WHO.pin()), Clients.token())) {
      return assertThrows(ServerException.class, client::datastores);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, Refused",
    "500, Refused",
    "401, LoginRefused",
    "403, Forbidden",
    "404, NotFound",
    "418, Refused"
  })
  void errorsAreShownAsTheServerSaysThem(int status, String kind) throws Exception {
    ServerException said = answer(new Reply(status, "missing \"Datastore.Audit\" on {x}\n"));
    assertEquals(kind, said.getClass().getSimpleName());
    assertEquals("missing \"Datastore.Audit\" on {x}", said.said().args().getLast());
    if (said instanceof ServerException.Refused refused) {
      assertEquals(status, refused.status());
    }
  }

  @Test
  void whatTheServerSaysCannotDriveATerminalAndHasAnEnd() throws Exception {
    String text = "\u001b[31mred\u202e\r\n" + "😀".repeat(5000);
    String shown = (String) answer(new Reply(400, text)).said().args().getLast();
    assertTrue(shown.startsWith("[31mred 😀"), shown);
    assertEquals(1000, shown.codePointCount(0, shown.length()));
    assertEquals("HTTP 500", answer(new Reply(500, "")).said().args().getLast());
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 204})
  void nobodyIsSentElsewhere(int status) throws Exception {
    assertInstanceOf(ServerException.Foreign.class, answer(new Reply(status, "")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE html><title>Login</title>",
        "\n <html></html>",
        "{}",
        "[]",
        "{\"x\":1}"
      })
  void somethingElseIsRecognised(String body) throws Exception {
    assertInstanceOf(ServerException.Foreign.class, answer(new Reply(200, body)));
  }

  @Test
  void aPageOfAnotherServersErrorIsNotShown() throws Exception {
    for (int status : new int[] {400, 401, 403, 404, 502}) {
      assertInstanceOf(
          ServerException.Foreign.class, answer(new Reply(status, "<html>nginx</html>")));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{\"data\":[", "{\"data\":null}", "{\"data\":{}}", "{\"data\":7}", "ok"})
  void anAnswerThatMakesNoSenseIsNoEmptyList(String body) throws Exception {
    assertInstanceOf(ServerException.Unreadable.class, answer(new Reply(200, body)));
  }

  @Test
  void anAnswerHasAnEnd() throws Exception {
    String endless = "{\"data\":[" + "{},".repeat(400_000) + "{}]}";
    assertInstanceOf(ServerException.TooLong.class, answer(new Reply(200, endless)));
    assertInstanceOf(ServerException.TooLong.class, answer(new Reply(400, endless)));
  }

  @Test
  void aDownloadHasAnEnd() throws Exception {
    try (FakeServer server = FakeServer.start(WHO, _ -> new Reply(200, "0123456789"));
        BackupServer client = Clients.pinned(server, WHO, Clients.token())) {
      assertEquals(10, client.download(Clients.MAIN, BACKUP, "a.blob", 10).length);
      var said =
          assertThrows(
              ServerException.TooLong.class,
              () -> client.download(Clients.MAIN, BACKUP, "a.blob", 9));
      assertEquals(9L, said.said().args().getLast());
    }
  }

  @Test
  void deepNestingIsNoWayToBreakIn() throws Exception {
    String deep = "{\"data\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    assertInstanceOf(ServerException.Unreadable.class, answer(new Reply(200, deep)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"data\":[]}",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n{\"data\":[]}\r\n"
      })
  void aCutConnectionIsNoAnswer(String bytes) throws Exception {
    assertInstanceOf(ServerException.Unreachable.class, raw(bytes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SSH-2.0-OpenSSH_9.2\r\n", "220 mail ready\r\n"})
  void anotherProtocolInsideTlsIsRecognised(String bytes) throws Exception {
    assertInstanceOf(ServerException.Foreign.class, raw(bytes));
  }

  @Test
  void aServerWithoutTlsIsRecognised() throws Exception {
    try (RawServer server = RawServer.start(null, "SSH-2.0-OpenSSH_9.2\r\n", false);
        BackupServer client = new BackupServer(Clients.at(server.port()), Clients.token())) {
      assertThrows(ServerException.Foreign.class, client::version);
    }
  }

  @Test
  void whoHangsUpAtOnceIsNotReached() throws Exception {
    try (RawServer server = RawServer.start(null, "", false);
        BackupServer client = new BackupServer(Clients.at(server.port()), Clients.token())) {
      assertThrows(ServerException.Unreachable.class, client::version);
    }
  }

  @Test
  void whoDoesNotListenIsNotReached() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    try (BackupServer client = new BackupServer(Clients.at(free), Clients.token())) {
      var said = assertThrows(ServerException.Unreachable.class, client::version);
      assertEquals("pbs.example.test:8007", said.said().args().getFirst());
    }
  }

  @Test
  void aSilentServerIsNotWaitedForEndlessly() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    try (FakeServer server =
            FakeServer.start(
                WHO,
                _ -> {
                  await(held);
                  return new Reply(200, "");
                });
        Http http =
            new Http(Clients.at(server.port()).pinnedTo(WHO.pin()), Trust.authorities(null))) {
      Call call = new Call("GET", "version", Parameters.of(), 100, Duration.ofMillis(300), false);
      assertThrows(ServerException.TimedOut.class, () -> http.send(call, Map.of()));
      held.countDown();
    }
  }

  @Test
  void waitingCanBeBrokenOff() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch held = new CountDownLatch(1);
    AtomicReference<Throwable> told = new AtomicReference<>();
    try (FakeServer server =
            FakeServer.start(
                WHO,
                _ -> {
                  asked.countDown();
                  await(held);
                  return new Reply(200, "");
                });
        BackupServer client = Clients.pinned(server, WHO, Clients.token())) {
      Thread waiting =
          Thread.startVirtualThread(() -> {
            try {
              client.version();
            } catch (ServerException e) {
              told.set(e);
            }
          });
      asked.await();
      waiting.interrupt();
      waiting.join();
      held.countDown();
      assertInstanceOf(ServerException.Cancelled.class, told.get());
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void rowsThatNameNothingAreLeftOutAndTheRestIsKept() throws Exception {
    String rows =
        """
        [{}, 7, null, "x", {"store":"../etc"}, {"store":"main","comment":null,"new":[1]},
         {"store":"old","comment":"c","maintenance":"read-only: moving"}]
        """;
    try (FakeServer server = FakeServer.start(WHO, _ -> Reply.data(rows));
        BackupServer client = Clients.pinned(server, WHO, Clients.token())) {
      assertEquals(
          List.of(new Datastore("main", "", ""), new Datastore("old", "c", "read-only: moving")),
          client.datastores());
    }
  }
}
