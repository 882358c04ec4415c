package stowage.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent can be read back: the other side may be made of Java. */
class WireTest {

  @Test
  void decodesItsOwnCommandLines() {
    List<String> argv = List.of("/bin/echo", "it's", "", "-c");
    assertEquals(
        new Wire.Request.Program(argv),
        Wire.decode(Wire.program(Exec.reads(argv.toArray(String[]::new)))));
    assertEquals(new Wire.Request.Batches(), Wire.decode(Wire.batches()));
    assertEquals(new Wire.Request.Stop(4711), Wire.decode(Wire.stop(4711)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ls",
        "/bin/sh",
        "/bin/sh -c 'ls'",
        "/bin/sh -c ls other",
        "/bin/sh -c 'unclosed",
        "scp -t /tmp"
      })
  void othersCommandLinesAreForeign(String line) {
    assertEquals(new Wire.Request.Foreign(line), Wire.decode(line));
  }

  @Test
  void theScriptsTravelWithoutTheirComments() {
    assertFalse(Wire.batches().contains("# "));
    assertTrue(Wire.batches().length() < 4000);
  }

  @Test
  void batchesAreReadBack() throws Exception {
    Batch batch =
        Batch.of(
            List.of(
                Exec.reads("/bin/echo", "a b", "'").within(Duration.ofMillis(1500)).keeping(77),
                Exec.changes("/bin/true")));
    try (InputStream in = new ByteArrayInputStream(BatchFormat.request("n-1", batch))) {
      BatchFormat.Request request = BatchFormat.readRequest(in).orElseThrow();
      assertEquals("n-1", request.nonce());
      assertEquals(
          List.of(batch.programs().get(0).within(Duration.ofSeconds(2)), batch.programs().get(1)),
          request.batch().programs());
      assertTrue(BatchFormat.readRequest(in).isEmpty());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello\n",
        "batch n\n",
        "batch n x\n",
        "batch n 999999999\n",
        "batch n 1\n",
        "batch n 1\n1 2\n",
        "batch n 1\n1 2 3 relative\n"
      })
  void requestsThatMakeNoSenseAreRefused(String text) throws IOException {
    try (InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))) {
      assertThrows(Exception.class, () -> BatchFormat.readRequest(in));
    }
  }

  /** A host side of Java: what the demo host does. */
  @Test
  void answersComeInAnyOrder() throws Exception {
    Batch batch = Batch.of(List.of(Exec.reads("/bin/a"), Exec.reads("/bin/b")));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BatchFormat.answer(out, 1, Result.exited(2, "bb\n", "warn"));
    BatchFormat.answer(out, 0, new Result(Result.Ending.TIMED_OUT, 0, new byte[0], new byte[0]));
    List<Result> results =
        batch.answers("h", new Result(Result.Ending.EXITED, 0, out.toByteArray(), new byte[0]));
    assertEquals(Result.Ending.TIMED_OUT, results.get(0).ending());
    assertEquals("bb\n", results.get(1).text());
    assertEquals("warn", results.get(1).errorText());
  }
}
