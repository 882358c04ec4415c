package stowage.pbs.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import stowage.exec.Secret;

class ParametersTest {

  @Test
  void everythingButTheHarmlessIsEncoded() {
    assertEquals("aZ09-._~", Parameters.encode("aZ09-._~"));
    assertEquals("%20%2B%26%3D%2F%3A%25%00%0A", Parameters.encode(" +&=/:%\0\n"));
    assertEquals("%C3%A4%F0%9F%94%91", Parameters.encode("ä🔑"));
  }

  @Test
  void theOrderIsKept() {
    assertEquals(
        "ns=a%2Fb&n=1&on=1&off=0",
        Parameters.of()
            .unlessEmpty("ns", "a/b")
            .unlessEmpty("none", "")
            .and("n", 1)
            .and("on", true)
            .and("off", false)
            .encoded());
    assertEquals("", Parameters.of().encoded());
  }

  @Test
  void aSecretComesLast() {
    try (Secret secret = Secret.of("ä=b".toCharArray())) {
      assertEquals(
          "username=a%40pbs&password=%C3%A4%3Db",
          new String(
              Parameters.of().and("username", "a@pbs").encoded("password", secret),
              StandardCharsets.US_ASCII));
    }
  }
}
