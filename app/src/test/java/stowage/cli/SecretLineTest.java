package stowage.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stowage.exec.Secret;
import stowage.schema.InvalidException;

/** Secrets that a script hands over, line after line. */
class SecretLineTest {
  @TempDir private Path descriptors;

  private Cli.Data data(String standard) {
    InputStream in = new ByteArrayInputStream(standard.getBytes(StandardCharsets.UTF_8));
    return new Cli.Data(
        in,
        OutputStream.nullOutputStream(),
        Map.of("WORD", "from the environment"),
        new Descriptors(in, descriptors));
  }

  private static @Nullable String given(Cli.Data data, @Nullable Integer descriptor)
      throws Exception {
    try (Secret secret = SecretLine.given("passphrase", descriptor, "WORD", data)) {
      return secret == null ? null : new String(secret.reveal(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void theNextLineOfAFileIsTheNextSecret() throws Exception {
    Files.writeString(descriptors.resolve("3"), "the present one\r\nthe next one\n");
    Files.writeString(descriptors.resolve("4"), "another");
    Cli.Data data = data("typed\nthen\n");
    assertEquals("the present one", given(data, 3));
    assertEquals("another", given(data, 4));
    assertEquals("the next one", given(data, 3));
    assertEquals("typed", given(data, 0));
    assertEquals("then", given(data, 0));
    assertThrows(InvalidException.class, () -> given(data, 3), "there is no third line");
  }

  @Test
  void aLineThatIsTooLongIsNotCutShort() throws Exception {
    String longest = "x".repeat(4096);
    assertEquals(longest, given(data(longest + "\nnext"), 0));
    InvalidException refused =
        assertThrows(InvalidException.class, () -> given(data(longest + "y\n"), 0));
    assertEquals("cli.secret-too-long", refused.problems().getFirst().said().key());
  }

  @Test
  void aDescriptorThatIsNotOpenIsSaid() {
    InvalidException refused = assertThrows(InvalidException.class, () -> given(data(""), 7));
    assertEquals("cli.key.no-descriptor", refused.problems().getFirst().said().key());
  }

  @Test
  void withoutADescriptorTheEnvironmentIsLookedAt() throws Exception {
    Cli.Data data = data("");
    assertEquals("from the environment", given(data, null));
    assertNull(SecretLine.given("x", null, "OTHER", data));
  }
}
