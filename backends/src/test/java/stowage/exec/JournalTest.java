package stowage.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.exec.Outcome.Ran;
import stowage.exec.Outcome.Verdict;
import stowage.exec.Step.Leniency;
import stowage.message.Message;

/** The format of jobs, both ways. */
class JournalTest {
  private static final Message NONE = Message.of("");
  private static final String ID = "job-12345";

  @TempDir Path dir;

  private static Exec sh(String script) {
    return Exec.changes("/bin/sh", "-c", script);
  }

  private static Plan plan(int steps) {
    Guard guard = Guard.status(NONE, Exec.reads("/bin/true"), 0);
    return new Plan(
        NONE,
        List.of(new Lock.File("/l"), new Lock.Cluster("c")),
        List.of(guard),
        Collections.nCopies(steps, Step.of(NONE, sh("true"))));
  }

  private static final Job JOB = new Job(ID, plan(3));

  private static byte[] journal() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    JournalWriter writer = new JournalWriter(out, ID);
    writer.locked(0);
    writer.locked(1);
    writer.agreed(0);
    writer.begin(0);
    writer.end(0, Result.exited(0, "begin 1\nverdict done\n", ""));
    writer.begin(1);
    writer.retry(1, Result.exited(1, "", "busy"));
    writer.end(1, Result.exited(5, "\0\n", "verdict done\n"));
    writer.undo(0);
    writer.undone(0, Result.exited(0, "", ""));
    writer.verdict(new Verdict.Undone(1));
    return out.toByteArray();
  }

  private static Result answer(int status, byte[] journal) {
    return new Result(Result.Ending.EXITED, status, journal, new byte[0]);
  }

  private static Outcome parsed(byte[] journal) throws HostException.Unreadable {
    return Journal.parse("h", JOB, answer(1, journal));
  }

  @Test
  void isUnderstoodAsAWhole() throws Exception {
    Outcome outcome = parsed(journal());
    assertEquals(new Verdict.Undone(1), outcome.verdict());
    assertEquals(List.of(0, 1, 0), outcome.steps().stream().map(Ran::step).toList());
    assertEquals("begin 1\nverdict done\n", outcome.of(0).orElseThrow().text());
    assertTrue(outcome.steps().get(2).undo());
  }

  @Test
  void everyBeginningOfItMakesSense() throws Exception {
    byte[] whole = journal();
    int known = 0;
    for (int length = 0; length <= whole.length; length++) {
      Outcome outcome = parsed(Arrays.copyOf(whole, length));
      assertTrue(outcome.steps().size() >= known, "nothing is forgotten");
      known = outcome.steps().size();
      if (outcome.verdict() instanceof Verdict.Running(int step)) {
        assertTrue(step < 2);
      } else {
        assertEquals(new Verdict.Undone(1), outcome.verdict());
      }
    }
  }

  @Test
  void arrivesInPiecesOfAnySize() throws Exception {
    byte[] whole = journal();
    Random random = new Random(7);
    for (int i = 0; i < 50; i++) {
      Journal journal = new Journal(JOB);
      for (int at = 0; at < whole.length; ) {
        int count = Math.min(1 + random.nextInt(40), whole.length - at);
        journal.add(Arrays.copyOfRange(whole, at, at + count), count);
        at += count;
      }
      assertEquals(new Verdict.Undone(1), journal.outcome().verdict());
      assertEquals(3, journal.outcome().steps().size());
    }
  }

  @Test
  void oneThatBreaksOffIsInterruptedOnceItIsOver() throws Exception {
    String text = new String(journal(), StandardCharsets.ISO_8859_1);
    byte[] part = Arrays.copyOf(journal(), text.indexOf("busy") + 2);
    assertEquals(new Verdict.Interrupted(1), Journal.parse("h", JOB, answer(0, part)).verdict());
    assertEquals(new Verdict.Running(1), Journal.parse("h", JOB, answer(1, part)).verdict());
    assertEquals(
        new Verdict.Interrupted(-1), Journal.parse("h", JOB, answer(0, new byte[0])).verdict());
  }

  @Test
  void noiseOfTheLoginShellIsSkipped() throws Exception {
    byte[] noise = "Welcome!\nverdict done\nbegin 77\n".getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(noise, noise.length + journal().length);
    System.arraycopy(journal(), 0, all, noise.length, journal().length);
    assertEquals(new Verdict.Undone(1), parsed(all).verdict());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "begin 3\n",
        "begin x\n",
        "begin\n",
        "locked 2\n",
        "agreed 1\n",
        "end 0 exited 0 0\n",
        "end 0 exited 0 99999 0\n",
        "end 0 vanished 0 0 0\n",
        "verdict\n",
        "verdict perfect\n",
        "verdict undone 9\n",
        "surprise\n"
      })
  void whatMakesNoSenseIsUnreadable(String record) {
    byte[] bytes = ("stowage-journal 1 " + ID + "\n" + record).getBytes(StandardCharsets.UTF_8);
    assertThrows(HostException.Unreadable.class, () -> parsed(bytes));
  }

  private Plan everything() {
    String log = dir.resolve("log").toString();
    Exec writes = sh("cat >>" + log).with(new Input.Text("it's\n\ttext\n"));
    Exec fails = sh("echo tried >>" + log + "; echo 'can''t now' >&2; exit 2");
    return new Plan(
        NONE,
        List.of(new Lock.File(dir + "/lock file"), new Lock.Cluster("x", dir + "/cluster")),
        List.of(
            new Guard(NONE, Exec.reads("/bin/cat").with(new Input.Text("ab\nc")), 0, "ab\n"),
            Guard.status(NONE, Exec.reads("/bin/false").within(Duration.ofSeconds(3)), 1)),
        List.of(
            new Step(
                NONE,
                writes,
                new Step.Undo.By(List.of(writes, sh("echo -one >>" + log)), false),
                Leniency.NONE),
            Step.of(NONE, fails)
                .undoneBy(sh("echo never >>" + log))
                .forgiving(Leniency.ignoring("other", "cant now")),
            Step.of(NONE, fails).forgiving(Leniency.OPTIONAL),
            Step.of(NONE, sh("echo lasts >>" + log)).irreversible(),
            Step.of(NONE, fails)
                .undoneEvenHalfwayBy(sh("echo -half >>" + log))
                .forgiving(new Leniency(List.of(), List.of("cant"), 2, false)),
            Step.of(NONE, sh("echo never >>" + log))));
  }

  @Test
  void aPlanIsReadBack() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Job job = new Job(ID, everything());
    JobFormat.write(out, job);
    byte[] sent = out.toByteArray();
    Plan read = JobFormat.read(new ByteArrayInputStream(sent)).orElseThrow();
    ByteArrayOutputStream again = new ByteArrayOutputStream();
    JobFormat.write(again, new Job(ID, read));
    assertEquals(out.toString(StandardCharsets.UTF_8), again.toString(StandardCharsets.UTF_8));
    assertEquals(everything().locks(), read.locks());
    assertEquals(everything().steps().get(4).undo(), read.steps().get(4).undo());
    for (int length = 0; length < sent.length; length++) {
      byte[] part = Arrays.copyOf(sent, length);
      assertTrue(
          JobFormat.read(new ByteArrayInputStream(part)).isEmpty(), "half a plan is no plan");
    }
  }

  @Test
  void aPlansWordsHoldNoLineBreak() {
    Step step = Step.of(NONE, Exec.changes("/bin/true")).forgiving(Leniency.ignoring("two\nlines"));
    Job job = new Job(ID, new Plan(NONE, List.of(), List.of(), List.of(step)));
    assertThrows(
        IllegalArgumentException.class, () -> JobFormat.write(new ByteArrayOutputStream(), job));
  }

  /** Every kind of record, as the script writes it. */
  @Test
  void theScriptTellsEverythingItDoes() throws Exception {
    try (Shell shell = new WireShell(Shells.SH.link("HOME=" + dir))) {
      Result answer = shell.run(new Job(ID, everything()));
      assertEquals(
          """
          stowage-journal 1 job-12345
          locked 0
          locked 1
          agreed 0
          agreed 1
          begin 0
          end 0 exited 0 0 0
          begin 1
          end 1 exited 2 0 9
          cant now
          begin 2
          end 2 exited 2 0 9
          cant now
          begin 3
          end 3 exited 0 0 0
          begin 4
          retry 4 exited 2 0 9
          cant now
          end 4 exited 2 0 9
          cant now
          undo 4
          undone 4 exited 0 0 0
          undo 0
          undone 0 exited 0 0 0
          undo 0
          undone 0 exited 0 0 0
          verdict stuck 4
          """,
          answer.text());
      assertEquals(
          new Verdict.Stuck(4), Journal.parse("h", new Job(ID, everything()), answer).verdict());
    }
    assertEquals(
        List.of(
            "it's", "\ttext", "tried", "tried", "lasts", "tried", "tried", "-half", "it's",
            "\ttext", "-one"),
        Files.readAllLines(dir.resolve("log")));
  }
}
