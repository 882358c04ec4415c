package stowage.pbs.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import stowage.exec.Secret;
import stowage.pbs.server.FakeServer.Asked;
import stowage.pbs.server.FakeServer.Reply;

class LoginTest {
  private static final Certificates WHO = Certificates.selfSigned();
  private static final Reply VERSION = Reply.data("{\"version\":\"3.2\",\"release\":\"4\"}");
  private static final SnapshotId BACKUP =
      SnapshotId.parse("vm/100/2024-06-05T14:41:16Z").orElseThrow();

  /** Stands still until it is moved. */
  private static final class StillClock extends Clock {
    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

    void move(Duration by) {
      now = now.plus(by);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  /** Hands out numbered tickets. */
  private static Function<Asked, Reply> tickets(Reply other) {
    AtomicInteger number = new AtomicInteger();
    return asked -> asked.isLogin() ? ticket("PBS:root@pam:" + number.incrementAndGet()) : other;
  }

  private static Reply ticket(String text) {
    return Reply.data(
        "{\"username\":\"root@pam\",\"ticket\":\"%s::sig+/=\",\"CSRFPreventionToken\":\"c:s+/\"}"
            .formatted(text));
  }

  private static List<String> logins(FakeServer server) {
    return server.asked().stream().filter(Asked::isLogin).map(Asked::body).toList();
  }

  @Test
  void aTokenNeedsNoLogin() throws Exception {
    try (FakeServer server = FakeServer.start(WHO, _ -> VERSION);
        BackupServer client = Clients.pinned(server, WHO, Clients.token())) {
      assertEquals("3.2-4", client.version());
      client.notes(Clients.MAIN, BACKUP, "x");
      assertEquals(2, server.asked().size());
      for (Asked asked : server.asked()) {
        assertEquals("PBSAPIToken=stowage@pbs!console:s3%2Fcret%20%2B%25", asked.authorization());
        assertNull(asked.cookie());
        assertNull(asked.csrf());
      }
    }
  }

  @Test
  void aPasswordIsExchangedForATicket() throws Exception {
    try (FakeServer server = FakeServer.start(WHO, tickets(VERSION));
        BackupServer client = Clients.pinned(server, WHO, Clients.user())) {
      client.version();
      client.notes(Clients.MAIN, BACKUP, "x");
      assertEquals(List.of("username=root%40pam&password=p%C3%A4ss%26word%3D"), logins(server));
      Asked read = server.asked().get(1);
      assertEquals("PBSAuthCookie=PBS%3Aroot%40pam%3A1%3A%3Asig%2B%2F%3D", read.cookie());
      assertNull(read.csrf());
      assertNull(read.authorization());
      Asked change = server.asked().get(2);
      assertEquals(read.cookie(), change.cookie());
      assertEquals("c:s+/", change.csrf());
    }
  }

  @Test
  void aTicketIsRenewedBeforeItEnds() throws Exception {
    StillClock clock = new StillClock();
    try (FakeServer server = FakeServer.start(WHO, tickets(VERSION));
        BackupServer client = Clients.ticking(server, WHO, Clients.user(), clock)) {
      client.version();
      clock.move(Duration.ofMinutes(59));
      client.version();
      assertEquals(1, logins(server).size());
      clock.move(Duration.ofMinutes(2));
      client.version();
      assertEquals(
          "username=root%40pam&password=PBS%3Aroot%40pam%3A1%3A%3Asig%2B%2F%3D",
          logins(server).get(1));
      clock.move(Duration.ofHours(3));
      client.version();
      assertEquals(logins(server).get(0), logins(server).get(2));
    }
  }

  @Test
  void aTicketThatIsNoLongerTakenIsReplacedOnce() throws Exception {
    AtomicInteger tickets = new AtomicInteger();
    Function<Asked, Reply> answers =
        asked -> {
          if (asked.isLogin()) {
            return ticket("T" + tickets.incrementAndGet());
          }
          return String.valueOf(asked.cookie()).contains("T1")
              ? new Reply(401, "authentication failed - invalid ticket - expired")
              : VERSION;
        };
    try (FakeServer server = FakeServer.start(WHO, answers);
        BackupServer client = Clients.pinned(server, WHO, Clients.user())) {
      assertEquals("3.2-4", client.version());
      assertEquals(2, tickets.get());
    }
    Reply never = new Reply(401, "no");
    try (FakeServer server = FakeServer.start(WHO, tickets(never));
        BackupServer client = Clients.pinned(server, WHO, Clients.user())) {
      assertThrows(ServerException.LoginRefused.class, client::version);
      assertEquals(4, server.asked().size());
    }
  }

  @Test
  void aWrongPasswordIsToldInTheServersWordsAndStaysHidden() throws Exception {
    for (Reply refusal :
        List.of(
            new Reply(401, "authentication failed - no such user"),
            new Reply(400, "Authentication failed: no such user"))) {
      try (FakeServer server = FakeServer.start(WHO, _ -> refusal);
          BackupServer client = Clients.pinned(server, WHO, Clients.user())) {
        var refused = assertThrows(ServerException.LoginRefused.class, client::version);
        assertEquals(
            List.of("pbs.example.test:8007", "root@pam", refusal.body()), refused.said().args());
        StringWriter trace = new StringWriter();
        refused.printStackTrace(new PrintWriter(trace));
        assertFalse(trace.toString().matches("(?s).*(?:&|%26)word.*"), trace.toString());
      }
    }
    try (FakeServer server = FakeServer.start(WHO, _ -> new Reply(401, "invalid secret"));
        BackupServer client = Clients.pinned(server, WHO, Clients.token())) {
      var refused = assertThrows(ServerException.LoginRefused.class, client::version);
      StringWriter trace = new StringWriter();
      refused.printStackTrace(new PrintWriter(trace));
      assertFalse(trace.toString().matches("(?s).*s3(?:/|%2F)cret.*"), trace.toString());
      assertEquals(1, server.asked().size());
    }
  }

  private static Reply half(String factor) {
    return Reply.data(
        "{\"username\":\"root@pam\",\"CSRFPreventionToken\":\"invalid\","
            + "\"ticket\":\"PBS:!tfa!{\\\"%s\\\"%%3Atrue}:6660790C::x\"}".formatted(factor));
  }

  /** Somebody whose authenticator shows this. */
  private static Account asked(String code, AtomicInteger times) {
    return new Account(
        "root@pam",
        Clients.user().secret(),
        user -> {
          assertEquals("root@pam", user);
          times.incrementAndGet();
          return code.isEmpty() ? Optional.empty() : Optional.of(Secret.of(code.toCharArray()));
        });
  }

  private static Account keeping(Account account, Tickets tickets) {
    return new Account(account.user(), account.secret(), account.codes(), tickets);
  }

  private static String version(FakeServer server, Account account, Clock clock) throws Exception {
    try (BackupServer client = Clients.ticking(server, WHO, account, clock)) {
      return client.version();
    }
  }

  @Test
  void aCodeDoesForAllThatIsAskedUntilTheHostIsLeft() throws Exception {
    AtomicInteger times = new AtomicInteger();
    StillClock clock = new StillClock();
    Tickets tickets = new Tickets();
    Account account = keeping(asked("123456", times), tickets);
    try (FakeServer server = FakeServer.start(WHO, guarded(half("totp"), "123456"))) {
      assertEquals("3.2-4", version(server, account, clock));
      assertEquals("3.2-4", version(server, account, clock));
      assertEquals(1, times.get());
      Account other =
          new Account(account.user(), Secret.of("another".toCharArray()), account.codes(), tickets);
      version(server, other, clock);
      assertEquals(2, times.get(), "another password is another login");
      clock.move(Duration.ofHours(2));
      version(server, account, clock);
      assertEquals(3, times.get(), "the ticket had run out");
      tickets.close();
      version(server, account, clock);
      version(server, account, clock);
      assertEquals(5, times.get(), "nothing is kept once the host was left");
    }
  }

  @Test
  void aKeptTicketThatTheServerRefusesIsThrownAwayAndTheCodeAskedForOnce() throws Exception {
    AtomicInteger times = new AtomicInteger();
    AtomicInteger made = new AtomicInteger();
    Function<Asked, Reply> answers =
        asked -> {
          if (!asked.isLogin()) {
            boolean revoked = made.get() == 1 && times.get() == 1 && asked.csrf() != null;
            return revoked ? new Reply(401, "invalid ticket") : VERSION;
          }
          return asked.body().contains("tfa-challenge")
              ? ticket("PBS:root@pam:" + made.incrementAndGet())
              : half("totp");
        };
    Account account = keeping(asked("123456", times), new Tickets());
    StillClock clock = new StillClock();
    try (FakeServer server = FakeServer.start(WHO, answers)) {
      version(server, account, clock);
      try (BackupServer client = Clients.ticking(server, WHO, account, clock)) {
        client.notes(Clients.MAIN, BACKUP, "x");
      }
      assertEquals(2, times.get());
      version(server, account, clock);
      assertEquals(2, times.get());
    }
  }

  private static Function<Asked, Reply> guarded(Reply half, String right) {
    return asked ->
        !asked.isLogin()
            ? VERSION
            : !asked.body().contains("tfa-challenge")
                ? half
                : asked.body().endsWith("&password=totp%3A" + right)
                    ? ticket("PBS:root@pam:1")
                    : new Reply(401, "authentication failed - no valid second factor");
  }

  @Test
  void aSecondFactorIsAnsweredWithTheCodeThatSomebodyReads() throws Exception {
    AtomicInteger times = new AtomicInteger();
    try (FakeServer server = FakeServer.start(WHO, guarded(half("totp"), "123456"));
        BackupServer client = Clients.pinned(server, WHO, asked("123456", times))) {
      assertEquals("3.2-4", client.version());
      client.version();
      assertEquals(1, times.get());
      assertEquals(
          "username=root%40pam"
              + "&tfa-challenge=PBS%3A%21tfa%21%7B%22totp%22%253Atrue%7D%3A6660790C%3A%3Ax"
              + "&password=totp%3A123456",
          logins(server).get(1));
    }
  }

  @Test
  void aWrongCodeIsRefusedInTheServersWords() throws Exception {
    try (FakeServer server = FakeServer.start(WHO, guarded(half("totp"), "123456"));
        BackupServer client = Clients.pinned(server, WHO, asked("654321", new AtomicInteger()))) {
      var refused = assertThrows(ServerException.LoginRefused.class, client::version);
      assertEquals(
          "authentication failed - no valid second factor", refused.said().args().getLast());
    }
  }

  @Test
  void withoutACodeASecondFactorNeedsAToken() throws Exception {
    AtomicInteger times = new AtomicInteger();
    for (Account account : List.of(Clients.user(), asked("", times))) {
      try (FakeServer server = FakeServer.start(WHO, _ -> half("totp"));
          BackupServer client = Clients.pinned(server, WHO, account)) {
        assertThrows(ServerException.SecondFactor.class, client::version);
        assertEquals(1, server.asked().size());
      }
    }
    assertEquals(1, times.get());
  }

  @Test
  void nobodyIsAskedForACodeThatTheAccountDoesNotHave() throws Exception {
    AtomicInteger times = new AtomicInteger();
    try (FakeServer server = FakeServer.start(WHO, _ -> half("webauthn"));
        BackupServer client = Clients.pinned(server, WHO, asked("123456", times))) {
      assertThrows(ServerException.SecondFactor.class, client::version);
      assertEquals(0, times.get());
    }
  }

  @Test
  void aTicketThatCannotBeSentIsNoTicket() throws Exception {
    Reply broken = Reply.data("{\"ticket\":\"T\",\"CSRFPreventionToken\":\"a\\r\\nX: y\"}");
    for (Reply reply : List.of(broken, Reply.data("{}"), Reply.data("null"))) {
      try (FakeServer server = FakeServer.start(WHO, _ -> reply);
          BackupServer client = Clients.pinned(server, WHO, Clients.user())) {
        assertThrows(ServerException.Unreadable.class, client::version);
        assertEquals(1, server.asked().size());
      }
    }
  }
}
