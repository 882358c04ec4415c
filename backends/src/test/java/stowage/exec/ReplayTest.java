package stowage.exec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stowage.exec.Outcome.Verdict;
import stowage.message.Message;

/** What a real shell answered is answered again without it. */
class ReplayTest {
  @TempDir Path dir;

  private static final Exec BINARY = Exec.reads("/bin/sh", "-c", "printf '\\377\\000'; exit 3");
  private static final Exec SLOW = Exec.reads("/bin/sleep", "30").within(Duration.ofSeconds(1));

  private Exec next() {
    return Exec.reads("/bin/sh", "-c", "echo x >>" + dir + "/n; wc -l <" + dir + "/n");
  }

  private static Plan plan(String said) {
    Message title = Message.of("step.test");
    Step step = Step.of(title, Exec.changes("/bin/echo", said));
    return new Plan(title, List.of(), List.of(), List.of(step));
  }

  @Test
  void aTranscriptAnswersAsTheHostDid() throws Exception {
    Path transcript = dir.resolve("transcript.jsonl");
    Secret secret = Secret.of("h1dden".toCharArray());
    Exec cat = Exec.reads("/bin/cat").with(new Input.Text("visible \u00e9\n"));
    Exec uses = Exec.reads("/usr/bin/wc", "-c").with(new Input.Hidden(secret));
    try (Shell shell = new Recording(new WireShell(Shells.SH.link("HOME=" + dir)), transcript)) {
      shell.run(BINARY);
      Batch.of(List.of(next(), Exec.reads("/no/such"), SLOW)).ask(shell);
      shell.run(next());
      shell.run(cat);
      shell.run(uses);
      Journal.follow(shell, new Job("recorded-1", plan("it's done")), _ -> {});
    }
    assertFalse(Files.readString(transcript).contains("h1dden"));
    assertTrue(Files.readString(transcript).contains("visible \u00e9"));
    Shell replay = new ReplayShell(transcript);
    assertArrayEquals(new byte[] {(byte) 0xff, 0}, replay.run(BINARY).out());
    assertEquals(3, replay.run(BINARY).status());
    List<Result> answers = Batch.of(List.of(SLOW, next(), Exec.reads("/no/such"))).ask(replay);
    assertEquals(Result.Ending.TIMED_OUT, answers.get(0).ending());
    assertEquals("1\n", answers.get(1).text());
    assertEquals(Result.NOT_FOUND, answers.get(2).status());
    assertTrue(answers.get(2).errorText().contains("/no/such"));
    assertEquals("2\n", replay.run(next()).text());
    assertEquals("2\n", replay.run(next()).text(), "the last answer stays");
    assertEquals("visible \u00e9\n", replay.run(cat).text());
    assertEquals("6\n", replay.run(uses).text());
    Outcome outcome = Journal.follow(replay, new Job("another-name", plan("it's done")), _ -> {});
    assertEquals(new Verdict.Done(), outcome.verdict());
    assertEquals("it's done\n", outcome.of(0).orElseThrow().text());
  }

  @Test
  void whatIsAnsweredTheSameEachTimeIsWrittenOnce() throws Exception {
    Path transcript = dir.resolve("transcript.jsonl");
    try (Shell shell = new Recording(new WireShell(Shells.SH.link("HOME=" + dir)), transcript)) {
      for (int i = 0; i < 3; i++) {
        shell.run(BINARY);
        shell.run(next());
      }
    }
    List<String> lines = Files.readAllLines(transcript);
    assertEquals(List.of("{\"again\":0}", "{\"again\":0}"), List.of(lines.get(2), lines.get(4)));
    Shell replay = new ReplayShell(transcript);
    for (String count : List.of("1\n", "2\n", "3\n")) {
      assertEquals(3, replay.run(BINARY).status());
      assertEquals(count, replay.run(next()).text());
    }
  }

  @Test
  void whatWasNeverAskedFailsClearly() throws Exception {
    Path transcript = dir.resolve("empty.jsonl");
    Files.writeString(transcript, "\n");
    Shell replay = new ReplayShell(transcript);
    Exec exec = Exec.reads("/bin/echo", "a b").with(new Input.Text("in"));
    var error = assertThrows(IllegalStateException.class, () -> replay.run(exec));
    assertEquals(
        "not in empty.jsonl (record it again?): /bin/echo 'a b' <<< in", error.getMessage());
    Job job = new Job("some-job", plan("x"));
    assertThrows(IllegalStateException.class, () -> replay.open(job));
  }
}
