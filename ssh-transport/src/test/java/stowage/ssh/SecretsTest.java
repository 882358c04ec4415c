package stowage.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.sshd.server.auth.password.PasswordChangeRequiredException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import stowage.exec.HostException;
import stowage.exec.Secret;

/** Where a password or passphrase may be, and where never; and that none outlives its link. */
@Timeout(120)
class SecretsTest {
  private static final String WORD = "tr0ub4dor-열려라";
  private static final Logger LIBRARY = (Logger) LoggerFactory.getLogger("org.apache.sshd");

  @TempDir Path dir = Path.of("");
  private final SshConnector connector = new SshConnector(SshSettings.DEFAULT);
  private final Heard heard = new Heard();
  private final List<String> said = new ArrayList<>();

  /** Everything that the library would log for somebody who looks for a fault. */
  private static final class Heard extends AppenderBase<ILoggingEvent> {
    final Queue<String> lines = new ConcurrentLinkedQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      lines.add(event.getFormattedMessage());
    }
  }

  @BeforeEach
  void listen() {
    heard.start();
    LIBRARY.addAppender(heard);
    LIBRARY.setAdditive(false);
    LIBRARY.setLevel(Level.DEBUG);
  }

  @AfterEach
  void close() {
    LIBRARY.setLevel(Level.OFF);
    LIBRARY.setAdditive(true);
    LIBRARY.detachAppender(heard);
    connector.close();
  }

  private static Secret secret() {
    return Secret.of(WORD.getBytes(StandardCharsets.UTF_8));
  }

  private void note(HostException failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    said.add(trace.toString());
    said.add(failure.said().toString());
  }

  private void assertUnseen() {
    assertFalse(heard.lines.isEmpty());
    said.addAll(heard.lines);
    for (String line : said) {
      assertFalse(line.contains("tr0ub4dor"), line);
    }
  }

  @Test
  void aRefusedPasswordIsNowhereToBeSeen() throws Exception {
    try (PasswordServer server = new PasswordServer(dir, "password", "keyboard-interactive")) {
      Secret given = secret();
      List<Auth> ways =
          List.of(new Auth.Password(given), new Auth.KeyboardInteractive(), new Auth.AskPassword());
      Answers answers = Answers.saying(WORD, WORD, WORD, WORD);
      try (SshLink link = connector.link(server.target(), ways)) {
        note(assertThrows(HostException.LoginRefused.class, () -> link.connect(answers)));
        said.addAll(List.of(ways.toString(), link.target().toString()));
        note(assertThrows(HostException.LoginRefused.class, () -> link.tunnel("localhost", 22)));
      }
      assertTrue(server.attempts.size() > 3, server.attempts.toString());
      assertThrows(IllegalStateException.class, given::reveal);
      assertWiped(answers);
      assertUnseen();
    }
  }

  private static void assertWiped(Answers answers) {
    assertFalse(answers.given.isEmpty());
    for (Secret given : answers.given) {
      assertThrows(IllegalStateException.class, given::reveal);
    }
  }

  /** The connection ends before the host has said whether it is right. */
  @Test
  void aPasswordWithoutAnAnswerIsWipedWithItsLink() throws Exception {
    try (PasswordServer server = new PasswordServer(dir, "password")) {
      server.server.setPasswordAuthenticator((_, _, session) -> {
        session.close(true);
        return true;
      });
      Answers answers = Answers.saying(WORD);
      note(
          assertThrows(
              HostException.Unreachable.class,
              () -> connector.connect(server.target(), List.of(new Auth.AskPassword()), answers)));
      assertWiped(answers);
      assertUnseen();
    }
  }

  /** A host that wants a new password is told neither a new nor, again, the old one. */
  @Test
  void anExpiredPasswordIsAskedForOnce() throws Exception {
    try (PasswordServer server = new PasswordServer(dir, "password")) {
      server.server.setPasswordAuthenticator((_, password, _) -> {
        server.attempts.add(password);
        throw new PasswordChangeRequiredException("expired", "New password:", "");
      });
      Answers answers = Answers.saying(WORD, "another", "a third");
      note(
          assertThrows(
              HostException.LoginRefused.class,
              () -> connector.connect(server.target(), List.of(new Auth.AskPassword()), answers)));
      assertEquals(List.of("password 1"), answers.asked);
      assertEquals(List.of(WORD), server.attempts);
      assertWiped(answers);
      assertUnseen();
    }
  }

  /** The window is closed while somebody still types. */
  @Test
  void aPasswordThatComesTooLateIsWipedAtOnce() throws Exception {
    try (PasswordServer server = new PasswordServer(dir, "password")) {
      List<SshLink> links = new ArrayList<>();
      Secret late = Secret.of("right".getBytes(StandardCharsets.UTF_8));
      Answers typing =
          new Answers() {
            @Override
            public Optional<Secret> password(Target host, int attempt) {
              links.getFirst().close();
              return Optional.of(late);
            }
          };
      links.add(connector.link(server.target(), List.of(new Auth.AskPassword())));
      assertThrows(HostException.class, () -> links.getFirst().connect(typing));
      assertThrows(IllegalStateException.class, late::reveal);
      assertEquals(List.of(), server.attempts);
      SshLinkTest.waitUntil(() -> server.server.getActiveSessions().isEmpty());
      assertEquals(SshLink.Phase.CLOSED, links.getFirst().phase());
    }
  }

  @Test
  void aPassphraseIsNowhereToBeSeen() throws Exception {
    try (Sshd sshd = Sshd.start(dir)) {
      for (String format : List.of("RFC4716", "PEM", "PKCS8")) {
        Path key = dir.resolve("key-" + format);
        Sshd.keygen(
            "-t", "rsa", "-a", "1", "-m", format, "-N", "the right one", "-f", key.toString());
        sshd.authorize(key);
        Answers answers = Answers.saying(WORD, WORD, WORD);
        note(
            assertThrows(
                HostException.LoginRefused.class,
                () -> connector.connect(sshd.target(), List.of(new Auth.KeyFile(key)), answers),
                format));
        assertEquals(3, answers.asked.size(), format);
        assertWiped(answers);
      }
      assertUnseen();
    }
  }
}
