package stowage.ui.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stowage.exec.HostException;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.text.Texts;
import stowage.words.Words;

class ExplanationTest {
  private final Words english = new Words(Texts.of(Locale.ENGLISH));
  private final Words korean = new Words(Texts.of(Locale.KOREAN));

  static Stream<Exception> failures() {
    return Stream.of(
        new HostException.Unreachable("pve1", "no route"),
        new HostException.HostKeyUnknown("pve1", "ssh-ed25519", "SHA256:x"),
        new HostException.HostKeyChanged("pve1", "ssh-ed25519", "SHA256:x", "known_hosts:3"),
        new HostException.LoginRefused("pve1", "root", List.of("publickey")),
        new HostException.PrivilegeMissing("pve1", "op", "/usr/sbin/lvs", "op ALL=…"),
        new HostException.TimedOut("pve1", "lvs", 10),
        new HostException.CommandFailed("pve1", "lvs", 5, "no such group"),
        new HostException.Unreadable("pve1", "lvs", "no JSON"),
        new HostException.Conflict(Message.of("host.cancelled", "pve1")),
        new HostException.NoAnswer(Message.of("host.cancelled", "pve1")),
        new HostException.ReadOnlyMode("pve1"),
        new HostException.Cancelled("pve1"),
        new InvalidException("size", "problem.required"),
        new IllegalStateException("boom"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void everyFailureHasATitleWordsAndANextStepInEveryLanguage(Exception failure) {
    for (Words words : List.of(english, korean)) {
      Explanation said = Explanation.of(failure, words);
      assertFalse(said.text().contains("!"), said.text());
      assertFalse(said.what().isBlank());
      assertFalse(said.next().isEmpty());
    }
  }

  @Test
  void anExpectedFailureHasNoStackTrace() {
    assertEquals("", Explanation.of(new HostException.Cancelled("pve1"), english).details());
  }

  @Test
  void anUnexpectedOneHasAShortCodeThatStaysTheSame() {
    Explanation said = Explanation.of(new IllegalStateException("one"), english);
    String code = Explanation.code(new IllegalStateException("one"));
    assertTrue(code.matches("E-[0-9A-F]{4}"), code);
    assertTrue(said.details().contains("IllegalStateException"));
    assertEquals(
        code,
        Explanation.code(
            new RuntimeException(new IllegalStateException("two")) {
              private static final long serialVersionUID = 1;
            }));
    assertNotEquals(code, Explanation.code(new ArithmeticException()));
  }
}
