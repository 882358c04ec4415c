package stowage.exec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stowage.exec.Result.Ending;

/** Single programs: streams, limits, cancelling. */
class WireShellTest {
  private final Shell shell = Shells.SH.shell();

  @AfterEach
  void close() {
    shell.close();
  }

  private static Exec sh(String script) {
    return Exec.reads("/bin/sh", "-c", script);
  }

  @Test
  void tellsOutputErrorsAndStatus() throws Exception {
    Result result = shell.run(sh("printf 'a\\000b'; echo wrong >&2; exit 4"));
    assertEquals(4, result.status());
    assertArrayEquals(new byte[] {'a', 0, 'b'}, result.out());
    assertEquals("wrong\n", result.errorText(), "the line with the process id is not part of it");
    assertEquals(Result.NOT_FOUND, shell.run(Exec.reads("/no/such")).status());
    assertEquals(128 + 15, shell.run(sh("kill -15 $$")).status());
  }

  @Test
  void givesTheProgramItsInput() throws Exception {
    assertEquals("", shell.run(Exec.reads("/bin/cat")).text());
    assertEquals("x\n\ny", shell.run(Exec.reads("/bin/cat").with(new Input.Text("x\n\ny"))).text());
    Secret secret = Secret.of("s3cret\n".toCharArray());
    assertEquals(
        "s3cret\n", shell.run(Exec.reads("/bin/cat").with(new Input.Hidden(secret))).text());
    // One that does not read it is no error.
    Input large = new Input.Text("x".repeat(1 << 20));
    assertTrue(shell.run(Exec.reads("/bin/true").with(large)).ok());
    assertEquals(1 << 20, shell.run(Exec.reads("/bin/cat").with(large)).out().length);
  }

  @Test
  void stopsAProgramAtItsLimit() throws Exception {
    Instant start = Instant.now();
    Result result = shell.run(sh("echo why >&2; exec sleep 53").within(Duration.ofSeconds(1)));
    RunnerTest.assertBelow(start, 5);
    assertEquals(Ending.TIMED_OUT, result.ending());
    assertEquals("why", result.errorLine());
    RunnerTest.await(() -> RunnerTest.processes("sleep 53").isEmpty());
  }

  @Test
  void stopsAProgramThatSaysTooMuch() throws Exception {
    Result result = shell.run(Exec.reads("/usr/bin/yes", "too much").keeping(5000));
    assertEquals(Ending.OVERFLOWED, result.ending());
    RunnerTest.await(() -> RunnerTest.processes("/usr/bin/yes too much").isEmpty());
    assertEquals(5000, shell.run(sh("head -c 5000 /dev/zero").keeping(5000)).out().length);
  }

  @Test
  void keepsTheEndOfLongErrors() throws Exception {
    Result result =
        shell.run(sh("head -c 300000 /dev/zero | tr '\\000' x >&2; echo >&2; echo cause >&2"));
    assertEquals("cause", result.errorLine());
    assertEquals(BatchFormat.ERROR_LIMIT, result.err().length);
  }

  @Test
  void interruptingCancelsTheProgram() throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread thread =
        Thread.startVirtualThread(() -> {
          try {
            shell.run(Exec.reads("/bin/sleep", "52"));
          } catch (HostException e) {
            thrown.complete(e);
          }
        });
    RunnerTest.await(() -> !RunnerTest.processes("sleep 52").isEmpty());
    thread.interrupt();
    assertTrue(thrown.get() instanceof HostException.Cancelled);
    RunnerTest.await(() -> RunnerTest.processes("sleep 52").isEmpty());
  }

  @Test
  void interruptingLeavesABatch() throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread thread =
        Thread.startVirtualThread(() -> {
          try {
            RunnerTest.ask(shell, sh("sleep 8"));
          } catch (HostException e) {
            thrown.complete(e);
          }
        });
    Thread.sleep(300);
    thread.interrupt();
    assertTrue(thrown.get() instanceof HostException.Cancelled);
    assertTrue(RunnerTest.ask(shell, Exec.reads("/bin/true")).getFirst().ok());
  }

  @Test
  void streamsAreNotHeldInMemory(@TempDir Path dir) throws Exception {
    Path copy = dir.resolve("copy");
    Exec write = Exec.changes("/usr/bin/dd", "of=" + copy, "status=none");
    byte[] block = new byte[1 << 20];
    Arrays.fill(block, (byte) 7);
    try (Pipe pipe = shell.open(write)) {
      try (OutputStream in = pipe.in()) {
        for (int i = 0; i < 40; i++) {
          in.write(block);
        }
      }
      assertTrue(pipe.await().ok());
    }
    assertEquals(40 << 20, Files.size(copy));
    try (Pipe pipe = shell.open(Exec.reads("/bin/cat", copy.toString()).keeping(10))) {
      pipe.in().close();
      assertEquals(40 << 20, pipe.out().transferTo(OutputStream.nullOutputStream()));
      assertTrue(pipe.await().ok());
    }
  }

  @Test
  void closingAPipeEndsItsProgram() throws Exception {
    try (Pipe pipe = shell.open(sh("echo go; exec sleep 51"))) {
      assertEquals('g', pipe.out().read());
    }
    RunnerTest.await(() -> RunnerTest.processes("sleep 51").isEmpty());
  }

  @Test
  void aBatchHasNoStreams() {
    Batch batch = Batch.of(java.util.List.of(Exec.reads("/bin/true")));
    assertThrows(IllegalArgumentException.class, () -> shell.open(batch));
  }

  @Test
  void answersThatMakeNoSenseAreUnreadable() {
    Batch batch = Batch.of(java.util.List.of(Exec.reads("/bin/true"), Exec.reads("/bin/echo")));
    for (String garbage :
        new String[] {
          "",
          "0 exited 0 0 0\n",
          "0 exited 0 0 0\n0 exited 0 0 0\n",
          "0 exited 0 0 0\n2 exited 0 0 0\n",
          "0 exited 0 0 0\n1 exited 0 5 0\nabc",
          "0 exited 0 0 0\n1 exited 0 99999999999 0\n",
          "0 exited 0 0 0\n1 exited 0 -5 0\n",
          "0 exited 0 0 0\n1 done 0 0 0\n",
          "0 exited 0 0 0\n1 exited 0 0 0\nmore",
          "bash: no job control in this shell\n",
          "\0\0\0\n"
        }) {
      Result result =
          new Result(Ending.EXITED, 0, garbage.getBytes(StandardCharsets.UTF_8), new byte[0]);
      assertThrows(HostException.Unreadable.class, () -> batch.answers("h", result), () -> garbage);
    }
  }
}
