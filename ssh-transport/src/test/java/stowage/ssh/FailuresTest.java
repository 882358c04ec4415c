package stowage.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.List;
import org.apache.sshd.common.SshException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import stowage.exec.HostException;

class FailuresTest {
  private static final Target TARGET =
      new Target(
          "pve1",
          "10.0.0.1",
          22,
          "anna",
          new Target.Files(List.of(), false, null, List.of(), false),
          List.of());

  record Case(Exception error, String key) {}

  static final List<Case> CASES =
      List.of(
          new Case(new ConnectException("Connection refused"), "host.unreachable-refused"),
          new Case(new ConnectException("Connection timed out"), "host.unreachable-silent"),
          new Case(new ConnectException(), "host.unreachable-silent"),
          new Case(new NoRouteToHostException("No route to host"), "host.unreachable-route"),
          new Case(new UnknownHostException("pve1"), "host.unreachable-name"),
          new Case(new IOException(new UnknownHostException("pve1")), "host.unreachable-name"),
          new Case(new EOFException("end"), "host.unreachable"),
          new Case(new SshException(3, "no match"), "host.unreachable-algorithms"),
          new Case(new SshException(2, "Invalid packet length: 1213486160"), "host.unreachable"),
          new Case(new SshException(14, "No more"), "host.login-refused"),
          new Case(new SshException(11, "Bye"), "host.unreachable"),
          new Case(new IllegalStateException("odd"), "host.unreachable"));

  private static HostException told(Exception error) {
    Login login = new Login(TARGET, List.of(), new Credentials(), Prompts.NOBODY, new Relay());
    return Failures.of(login, error);
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void everyFailureHasItsWords(Case example) {
    HostException failure = told(example.error());
    assertEquals(example.key(), failure.said().key());
    assertEquals("pve1", failure.said().args().getFirst());
  }

  @Test
  void methodsThatWereTriedAreNamed() {
    Login login = new Login(TARGET, List.of(), new Credentials(), Prompts.NOBODY, new Relay());
    login.trying("publickey");
    login.trying("password");
    login.trying("publickey");
    // 2 is what OpenSSH says of too many attempts.
    for (int code : List.of(2, 14)) {
      HostException refused = Failures.of(login, new SshException(code, "No more"));
      assertInstanceOf(HostException.LoginRefused.class, refused);
      assertEquals(List.of("pve1", "anna", "publickey, password"), refused.said().args());
    }
  }

  @Test
  void textOfAHostIsKeptShortAndPrintable() {
    HostException failure =
        told(new SshException(11, "a\u001b[31m\r\n\u009b1m\u202e\u2028b" + "x".repeat(1000)));
    String reason = failure.said().args().getLast().toString();
    assertTrue(reason.length() <= 200, reason);
    assertTrue(reason.startsWith("a [31m 1m bxxx"), reason);
  }

  @Test
  void aCircleOfCausesEnds() {
    Exception first = new Exception("first");
    Exception second = new Exception("second", first);
    first.initCause(second);
    assertEquals("host.unreachable", told(first).said().key());
  }
}
