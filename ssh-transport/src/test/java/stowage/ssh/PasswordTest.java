package stowage.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import stowage.exec.HostException;
import stowage.exec.Secret;

/** Passwords and questions, and that a refused one is never sent again. */
@Timeout(60)
class PasswordTest {
  private static final List<Auth> ASK = List.of(new Auth.AskPassword());
  private static final List<Auth> BOTH =
      List.of(new Auth.KeyboardInteractive(), new Auth.AskPassword());

  @TempDir Path dir = Path.of("");

  private final SshConnector connector = new SshConnector(SshSettings.DEFAULT);

  @AfterEach
  void close() {
    connector.close();
  }

  private static Secret secret(String text) {
    return Secret.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void use(SshLink link) throws Exception {
    try (var channel = link.start("true", OutputStream.nullOutputStream())) {
      assertEquals(0, channel.await());
    }
  }

  @Test
  void asksUntilItIsRight() throws Exception {
    try (PasswordServer server = new PasswordServer(dir, "password")) {
      Answers answers = Answers.saying("wrong", "right");
      try (SshLink link = connector.connect(server.target(), ASK, answers)) {
        use(link);
        assertEquals(List.of("password 1", "password 2"), answers.asked);
        assertThrows(IllegalStateException.class, answers.given.getFirst()::reveal);
      }
      for (Secret given : answers.given) {
        assertThrows(IllegalStateException.class, given::reveal);
      }
      assertEquals(List.of("password wrong", "password right"), server.attempts);
    }
  }

  @Test
  void asksThreeTimesAtMost() throws Exception {
    try (PasswordServer server = new PasswordServer(dir, "password")) {
      Answers answers = Answers.saying("a", "b", "c", "right");
      HostException.LoginRefused refused =
          assertThrows(
              HostException.LoginRefused.class,
              () -> connector.connect(server.target(), ASK, answers));
      assertEquals(List.of("passwords", "anna", "password"), refused.said().args());
      assertEquals(3, server.attempts.size());
    }
  }

  @Test
  void aKnownPasswordLogsInAgainAfterADropWithoutAsking() throws Exception {
    try (PasswordServer server = new PasswordServer(dir, "password")) {
      List<Auth> known = List.of(new Auth.Password(secret("right")));
      try (SshLink link = connector.connect(server.target(), known, Prompts.NOBODY)) {
        use(link);
        server.drop();
        use(link);
        assertEquals(List.of("password right", "password right"), server.attempts);
      }
    }
  }

  @Test
  void anAskedPasswordIsKeptForReconnecting() throws Exception {
    try (PasswordServer server = new PasswordServer(dir, "password")) {
      Answers answers = Answers.saying("right");
      try (SshLink link = connector.connect(server.target(), ASK, answers)) {
        server.drop();
        use(link);
        assertEquals(1, answers.asked.size());
      }
    }
  }

  @Test
  void aRefusedPasswordIsNeverSentAgain() throws Exception {
    try (PasswordServer server = new PasswordServer(dir, "password")) {
      try (SshLink link =
          connector.link(server.target(), List.of(new Auth.Password(secret("wrong"))))) {
        HostException first = assertThrows(HostException.LoginRefused.class, () -> use(link));
        for (int i = 0; i < 3; i++) {
          assertSame(first, assertThrows(HostException.LoginRefused.class, () -> use(link)));
        }
        assertEquals(SshLink.Phase.HALTED, link.phase());
        assertEquals(List.of("password wrong"), server.attempts);
        // Even when a person connects again, it is a new password that is sent.
        assertThrows(HostException.LoginRefused.class, () -> link.connect(Prompts.NOBODY));
        assertEquals(List.of("password wrong"), server.attempts);
        link.connect(Answers.saying("right"));
        use(link);
        assertEquals(List.of("password wrong", "password right"), server.attempts);
      }
    }
  }

  @Test
  void aPasswordThatIsChangedOnTheHostEndsReconnecting() throws Exception {
    try (PasswordServer server = new PasswordServer(dir, "password")) {
      try (SshLink link = connector.connect(server.target(), ASK, Answers.saying("right"))) {
        server.server.setPasswordAuthenticator((_, password, _) -> {
          server.attempts.add("now refused " + password);
          return false;
        });
        server.drop();
        for (int i = 0; i < 3; i++) {
          assertThrows(HostException.LoginRefused.class, () -> use(link));
        }
        assertEquals(List.of("password right", "now refused right"), server.attempts);
      }
    }
  }

  /** The console looks at its hosts all the time, without asking anybody. */
  @Test
  void aPersonIsAskedEvenWhileTheProgramTriesByItself() throws Exception {
    try (PasswordServer server = new PasswordServer(dir, "password")) {
      for (int i = 0; i < 5; i++) {
        try (SshLink link = connector.link(server.target(), ASK)) {
          AtomicBoolean over = new AtomicBoolean();
          List<Thread> looking = new ArrayList<>();
          for (int n = 0; n < 4; n++) {
            looking.add(
                Thread.startVirtualThread(() -> {
                  while (!over.get()) {
                    try {
                      link.start("true", OutputStream.nullOutputStream()).close();
                    } catch (HostException e) {
                      Thread.onSpinWait();
                    }
                  }
                }));
          }
          Answers answers = Answers.saying("right");
          link.connect(answers);
          assertEquals(List.of("password 1"), answers.asked);
          assertEquals(SshLink.Phase.READY, link.phase());
          over.set(true);
          for (Thread thread : looking) {
            thread.join();
          }
        }
      }
    }
  }

  @Test
  void answersQuestions() throws Exception {
    try (PasswordServer server = new PasswordServer(dir, "keyboard-interactive")) {
      Answers answers = Answers.saying("red", "41", "red", "42");
      connector.connect(server.target(), BOTH, answers).close();
      String asked =
          "questions [Question[text=Colour?, echo=true], Question[text=Number?, echo=false]]";
      assertEquals(List.of(asked, asked), answers.asked);
      assertEquals(List.of("answers [red, 41]", "answers [red, 42]"), server.attempts);
      for (Secret given : answers.given) {
        assertThrows(IllegalStateException.class, given::reveal);
      }
    }
  }

  @Test
  void givesUpWhenThePersonDoes() throws Exception {
    try (PasswordServer server = new PasswordServer(dir, "keyboard-interactive", "password")) {
      Answers nothing = Answers.saying();
      HostException.LoginRefused refused =
          assertThrows(
              HostException.LoginRefused.class,
              () -> connector.connect(server.target(), BOTH, nothing));
      assertEquals(2, nothing.asked.size());
      assertEquals(List.of(), server.attempts);
      assertEquals("host.login-refused", refused.said().key());
    }
  }

  @Test
  void twoMethodsInARow() throws Exception {
    try (PasswordServer server =
        new PasswordServer(dir, "keyboard-interactive", "password")
            .requiring("password,keyboard-interactive")) {
      connector.connect(server.target(), BOTH, Answers.saying("right", "red", "42")).close();
      assertEquals(List.of("password right", "answers [red, 42]"), server.attempts);
    }
  }

  @Test
  void promptsRunOnTheConnectingThreadAndEndWithIt() throws Exception {
    try (PasswordServer server = new PasswordServer(dir, "password")) {
      CountDownLatch asking = new CountDownLatch(1);
      AtomicReference<Thread> asked = new AtomicReference<>();
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      Prompts slow =
          new Prompts() {
            @Override
            public Trust unknownHostKey(Target host, String keyType, String fingerprint) {
              return Trust.REFUSE;
            }

            @Override
            public Optional<Secret> passphrase(Path key, int attempt) {
              return Optional.empty();
            }

            @Override
            public Optional<Secret> password(Target host, int attempt) {
              asked.set(Thread.currentThread());
              asking.countDown();
              try {
                Thread.sleep(60_000);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return Optional.empty();
            }

            @Override
            public Optional<List<Secret>> answers(
                Target host, String title, String instruction, List<Question> questions) {
              return Optional.empty();
            }
          };
      Thread connecting =
          Thread.startVirtualThread(() -> {
            try {
              connector.connect(server.target(), ASK, slow);
            } catch (HostException e) {
              thrown.set(e);
            }
          });
      asking.await();
      connecting.interrupt();
      connecting.join();
      assertSame(connecting, asked.get());
      assertTrue(thrown.get() instanceof HostException.Cancelled, "" + thrown.get());
      assertEquals(List.of(), server.attempts);
      for (int i = 0; i < 100 && !server.server.getActiveSessions().isEmpty(); i++) {
        Thread.sleep(50);
      }
      assertEquals(List.of(), server.server.getActiveSessions());
    }
  }
}
