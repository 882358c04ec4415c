package stowage.exec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.exec.Outcome.Verdict;

/** Data that is sent while a job runs: it arrives whole, or the job takes back what it did. */
class StreamedJobTest extends OnShells {
  private static final AtomicInteger IDS = new AtomicInteger();

  private Path file() {
    return dir.resolve("copy");
  }

  /** Makes the file, fills it from the stream, and takes it away again if that fails. */
  private List<Step> receiving(Exec fill) {
    return List.of(
        Step.of(SAID, Exec.changes("/usr/bin/touch", file().toString()))
            .undoneBy(Exec.changes("/bin/rm", file().toString())),
        Step.of(SAID, fill.with(new Input.Streamed())));
  }

  private Exec copy() {
    return Exec.changes("/bin/dd", "of=" + file(), "bs=64k", "status=none");
  }

  private static Plan plan(List<Step> steps) {
    return new Plan(SAID, List.of(), List.of(), steps);
  }

  private static Outcome follow(Shell shell, Plan plan, InputStream data) throws HostException {
    return Journal.follow(shell, job(plan), data, _ -> {});
  }

  private static Job job(Plan plan) {
    return new Job("streamed-" + IDS.incrementAndGet(), plan);
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  /** So many bytes, and then what {@code end} does. */
  private static InputStream then(byte[] bytes, Ending end) {
    return new FilterInputStream(new ByteArrayInputStream(bytes)) {
      @Override
      public int read(byte[] to, int from, int most) throws IOException {
        int count = super.read(to, from, most);
        return count < 0 ? end.happens() : count;
      }
    };
  }

  private interface Ending {
    int happens() throws IOException;
  }

  private static InputStream breakingAfter(byte[] bytes) {
    return then(
        bytes,
        () -> {
          throw new IOException("the disk is gone");
        });
  }

  @ParameterizedTest
  @MethodSource("shells")
  void dataArrivesAsItWasSent(Shells kind) throws Exception {
    byte[] sent = random(5_000_003);
    Outcome outcome = follow(shell(kind), plan(receiving(copy())), new ByteArrayInputStream(sent));
    assertEquals(new Verdict.Done(), outcome.verdict(), () -> outcome.toString());
    assertArrayEquals(sent, Files.readAllBytes(file()));
    try (var left = Files.walk(dir.resolve("home"))) {
      assertFalse(
          left.anyMatch(p -> p.endsWith("stream") || p.endsWith("sent")), "nothing is left over");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_536, 1_048_576, 1_048_577})
  void everyLengthArrives(int length) throws Exception {
    byte[] sent = random(length);
    Outcome outcome =
        follow(
            shell(Shells.present().getFirst()),
            plan(receiving(copy())),
            new ByteArrayInputStream(sent));
    assertEquals(new Verdict.Done(), outcome.verdict());
    assertArrayEquals(sent, Files.readAllBytes(file()));
  }

  @ParameterizedTest
  @MethodSource("shells")
  void dataThatBreaksOffIsTakenBack(Shells kind) throws Exception {
    Outcome outcome =
        follow(shell(kind), plan(receiving(copy())), breakingAfter(random(3_000_000)));
    assertEquals(new Verdict.Undone(1), outcome.verdict());
    assertEquals("the data did not arrive whole", outcome.of(1).orElseThrow().errorLine());
    assertFalse(Files.exists(file()));
  }

  @ParameterizedTest
  @MethodSource("shells")
  void aLinkThatBreaksInTheMiddleIsTakenBack(Shells kind) throws Exception {
    Shell shell = shell(kind);
    Job job = job(plan(receiving(copy())));
    InputStream cut =
        then(
            random(4_000_000),
            () -> {
              shell.close();
              throw new IOException("the link is gone");
            });
    assertThrows(HostException.class, () -> Journal.follow(shell, job, cut, _ -> {}));
    Outcome later = Journal.follow(shell(kind), job.followed(), _ -> {});
    assertEquals(new Verdict.Undone(1), later.verdict());
    assertFalse(Files.exists(file()));
  }

  @ParameterizedTest
  @MethodSource("shells")
  void aProgramThatStopsReadingFails(Shells kind) throws Exception {
    Exec first = Exec.changes("/usr/bin/head", "-c", "10");
    Outcome outcome =
        follow(shell(kind), plan(receiving(first)), new ByteArrayInputStream(random(9_000_000)));
    assertEquals(new Verdict.Undone(1), outcome.verdict());
    assertFalse(Files.exists(file()));
  }

  @ParameterizedTest
  @MethodSource("shells")
  void aStepBeforeThatFailsKeepsNobodyWaiting(Shells kind) throws Exception {
    List<Step> steps = new ArrayList<>(receiving(copy()));
    steps.add(1, Step.of(SAID, Exec.changes("/bin/false")));
    Outcome outcome = follow(shell(kind), plan(steps), new ByteArrayInputStream(random(9_000_000)));
    assertEquals(new Verdict.Undone(1), outcome.verdict());
    assertFalse(Files.exists(file()));
  }

  @ParameterizedTest
  @MethodSource("shells")
  void locksAreGivenBackWhenTheStepsThatNeedThemAreDone(Shells kind) throws Exception {
    String lock = dir + "/cluster";
    Exec look = Exec.changes("/bin/ls", lock);
    Plan plan =
        new Plan(
            SAID,
            List.of(new Lock.Cluster("x", lock), new Lock.File(dir + "/locks/file")),
            List.of(),
            List.of(
                Step.of(SAID, look),
                Step.of(SAID, look),
                Step.of(
                    SAID, Exec.changes("/usr/bin/flock", "-n", dir + "/locks/file", "/bin/true"))),
            1);
    Outcome outcome = Journal.follow(shell(kind), new Job(id(), plan), _ -> {});
    assertEquals(new Verdict.Done(), outcome.verdict());
    assertEquals("x\n", outcome.of(0).orElseThrow().text());
    assertEquals("", outcome.of(1).orElseThrow().text());
  }

  private static String id() {
    return "unlocked-" + IDS.incrementAndGet();
  }

  @Test
  void aPlanHasOneStreamAtMost() {
    List<Step> two = new ArrayList<>(receiving(copy()));
    two.addAll(receiving(copy()));
    assertThrows(IllegalArgumentException.class, () -> plan(two));
  }

  @Test
  void aProgramThatHangsIsStoppedAtItsLimit() throws Exception {
    Exec sleeps = Exec.changes("/bin/sleep", "60").within(Duration.ofSeconds(1));
    List<Step> steps =
        List.of(
            receiving(copy()).getFirst(),
            Step.of(SAID, sleeps.with(new Input.Streamed()))
                .undoneEvenHalfwayBy(Exec.changes("/bin/true")));
    Outcome outcome =
        follow(
            shell(Shells.present().getFirst()),
            plan(steps),
            new ByteArrayInputStream(random(3_000_000)));
    assertEquals(new Verdict.Undone(1), outcome.verdict());
    assertTrue(Files.notExists(file()));
  }
}
