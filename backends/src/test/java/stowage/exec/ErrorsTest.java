package stowage.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of standard error, and the process id that travels in it. */
class ErrorsTest {
  private static final Duration AT_ONCE = Duration.ZERO;

  private static void write(Errors errors, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    errors.write(bytes, 0, bytes.length);
  }

  private static String kept(Errors errors) {
    return new String(errors.bytes(), StandardCharsets.UTF_8);
  }

  @Test
  void theProcessIdIsTakenOut() throws Exception {
    try (Errors errors = new Errors()) {
      write(errors, "motd\nstowage-pid 4711\ncause\n");
      assertEquals(OptionalLong.of(4711), errors.pid(AT_ONCE));
      assertEquals("motd\ncause\n", kept(errors));
    }
  }

  @Test
  void itMayComeInPieces() throws Exception {
    try (Errors errors = new Errors()) {
      for (char c : "stowage-pid 4711\nx".toCharArray()) {
        assertEquals(c == 'x', errors.pid(AT_ONCE).isPresent());
        errors.write(c);
      }
      assertEquals("x", kept(errors));
    }
  }

  @Test
  void onlyTheFirstOneCounts() throws Exception {
    try (Errors errors = new Errors()) {
      write(errors, "stowage-pid 1\n");
      write(errors, "stowage-pid 2\n");
      assertEquals(OptionalLong.of(1), errors.pid(AT_ONCE));
      assertEquals("stowage-pid 2\n", kept(errors), "a program may say what it likes");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "stowage-pid 4711",
        "stowage-pid x\n",
        "my stowage-pid 1\n",
        "stowage-pid -1\n",
        "stowage-pid 9999999999999999999\n"
      })
  void whatIsNoProcessIdIsNone(String text) throws Exception {
    try (Errors errors = new Errors()) {
      write(errors, text);
      assertEquals(OptionalLong.empty(), errors.pid(AT_ONCE));
      assertEquals(text, kept(errors));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1000, 65_536, 100_000, 1_000_000})
  void theLastPartIsKept(int piece) throws Exception {
    try (Errors errors = new Errors()) {
      write(errors, "stowage-pid 1\n");
      StringBuilder all = new StringBuilder();
      while (all.length() < 300_000) {
        String text = "%06d ".formatted(all.length()).repeat(piece / 7 + 1).substring(0, piece);
        all.append(text);
        write(errors, text);
      }
      String whole = all.toString();
      assertEquals(whole.substring(whole.length() - BatchFormat.ERROR_LIMIT), kept(errors));
    }
  }
}
