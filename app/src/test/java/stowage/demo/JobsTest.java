package stowage.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.HostException;
import stowage.exec.Input;
import stowage.exec.Job;
import stowage.exec.Journal;
import stowage.exec.Lock;
import stowage.exec.Outcome;
import stowage.exec.Outcome.Verdict;
import stowage.exec.Plan;
import stowage.exec.Secret;
import stowage.exec.Shell;
import stowage.exec.Step;
import stowage.message.Message;

class JobsTest {
  private static final Message TITLE = Message.of("step.test");
  private static final Lock LOCK = new Lock.File("/var/lock/pve-manager/test");

  // Making the example company takes a while, so all tests share one; each uses names of its own.
  @TempDir private static Path directory;
  private static Demo demo;
  private Shell shell;

  @BeforeAll
  static void make() throws Exception {
    demo = Demo.in(directory);
  }

  @AfterAll
  static void stop() {
    demo.sessions().close();
  }

  @BeforeEach
  void open() {
    shell = demo.shell();
  }

  @AfterEach
  void close() {
    shell.close();
  }

  private static Step step(String line) {
    return Step.of(TITLE, Exec.changes(line.split(" ")));
  }

  private static Exec exec(String line) {
    return Exec.changes(line.split(" "));
  }

  private static Plan plan(Step... steps) {
    return new Plan(TITLE, List.of(LOCK), List.of(), List.of(steps));
  }

  private Outcome run(String id, Plan plan) throws HostException {
    return Journal.follow(shell, new Job(id, plan), _ -> {});
  }

  private boolean exists(String path) throws HostException {
    return demo.run("/usr/bin/test", "-e", path).ok();
  }

  @Test
  void aPlanIsCarriedOutStepByStep() throws Exception {
    List<Verdict> seen = new ArrayList<>();
    Plan plan =
        plan(
            step("/usr/bin/mkdir /tmp/a"),
            Step.of(
                TITLE,
                exec("/usr/bin/dd of=/tmp/a/f conv=excl,fsync status=none")
                    .with(new Input.Text("one\ntwo\n"))),
            Step.of(
                TITLE,
                exec("/usr/bin/dd of=/tmp/a/s status=none")
                    .with(new Input.Hidden(Secret.of(new byte[] {1, 2})))));
    Outcome outcome =
        Journal.follow(shell, new Job("carried-out", plan), o -> seen.add(o.verdict()));
    assertTrue(outcome.done(), outcome.toString());
    assertEquals(3, outcome.steps().size());
    assertEquals("one\ntwo\n", demo.text("/usr/bin/cat", "/tmp/a/f"));
    assertEquals("\u0001\u0002", demo.text("/usr/bin/cat", "/tmp/a/s"));
    assertInstanceOf(Verdict.Done.class, seen.getLast());
  }

  private static Plan receiving(String path) {
    return plan(
        step("/usr/bin/touch " + path).undoneBy(exec("/usr/bin/rm " + path)),
        Step.of(TITLE, exec("/usr/bin/dd of=" + path + " status=none").with(new Input.Streamed())));
  }

  @Test
  void dataSentAlongArrivesOrIsTakenBack() throws Exception {
    Job whole = new Job("streamed-whole", receiving("/tmp/streamed"));
    InputStream data = new ByteArrayInputStream("some data".getBytes(StandardCharsets.UTF_8));
    assertTrue(Journal.follow(shell, whole, data, _ -> {}).done());
    assertEquals("some data", demo.text("/usr/bin/cat", "/tmp/streamed"));
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("gone");
          }

          @Override
          public int read(byte[] to, int from, int most) throws IOException {
            return read();
          }
        };
    Job cut = new Job("streamed-in-part", receiving("/tmp/in-part"));
    Outcome outcome = Journal.follow(shell, cut, broken, _ -> {});
    assertEquals(new Verdict.Undone(1), outcome.verdict());
    assertTrue(!exists("/tmp/in-part"));
  }

  @Test
  void aFailedStepTakesTheEarlierOnesBack() throws Exception {
    Plan plan =
        plan(
            step("/usr/bin/mkdir /tmp/b").undoneBy(exec("/usr/bin/rmdir /tmp/b")),
            step("/usr/bin/touch /tmp/b/f").undoneBy(exec("/usr/bin/rm /tmp/b/f")),
            step("/usr/bin/cat /nope"));
    Outcome outcome = run("taken-back", plan);
    assertEquals(new Verdict.Undone(2), outcome.verdict());
    assertEquals(5, outcome.steps().size());
    assertEquals("cat: /nope: No such file or directory", outcome.of(2).orElseThrow().errorLine());
    assertTrue(!exists("/tmp/b"));
  }

  @Test
  void whatCannotBeTakenBackIsSaid() throws Exception {
    Plan plan = plan(step("/usr/bin/mkdir /tmp/c").irreversible(), step("/usr/bin/false"));
    assertEquals(new Verdict.Stuck(1), run("stuck-there", plan).verdict());
    assertTrue(exists("/tmp/c"));
  }

  @Test
  void aStepStoppedAtItsLimitWithAnUndoIsStuck() throws Exception {
    Step slow =
        new Step(
            TITLE,
            exec("/usr/bin/sleep 60").within(Duration.ofSeconds(1)),
            new Step.Undo.By(List.of(exec("/usr/bin/true")), false),
            Step.Leniency.NONE);
    assertEquals(new Verdict.Stuck(0), run("too-slow-job", plan(slow)).verdict());
  }

  @Test
  void leniencyForgivesWhatItNames() throws Exception {
    Plan plan =
        plan(
            step("/usr/bin/rmdir /nope").forgiving(Step.Leniency.ignoring("No such file")),
            step("/usr/bin/false").forgiving(Step.Leniency.OPTIONAL),
            step("/usr/bin/cat /nope")
                .forgiving(new Step.Leniency(List.of(), List.of("No such"), 2, false)));
    Outcome outcome = run("forgiving-job", plan);
    assertEquals(new Verdict.Undone(2), outcome.verdict());
  }

  @Test
  void aGuardThatDiffersLeavesAllAsItWas() throws Exception {
    Guard guard = new Guard(TITLE, Exec.reads("/usr/bin/uname", "-n"), 0, "another-host");
    Plan plan =
        new Plan(TITLE, List.of(LOCK), List.of(guard), List.of(step("/usr/bin/mkdir /tmp/d")));
    Outcome outcome = run("differing-job", plan);
    Verdict.GuardFailed failed = assertInstanceOf(Verdict.GuardFailed.class, outcome.verdict());
    assertEquals(0, failed.guard());
    assertEquals("pve1\n", failed.answer().text());
    assertTrue(!exists("/tmp/d"));
  }

  @Test
  void aClusterLockThatIsHeldMakesTheJobBusy() throws Exception {
    demo.text("/usr/bin/mkdir", "-p", "/etc/pve/priv/lock/file-storage_cfg");
    Plan plan =
        new Plan(
            TITLE,
            List.of(new Lock.Cluster("file-storage_cfg")),
            List.of(),
            List.of(step("/usr/bin/true")));
    assertInstanceOf(Verdict.Busy.class, run("busy-cluster-lock", plan).verdict());
    demo.text("/usr/bin/rmdir", "/etc/pve/priv/lock/file-storage_cfg");
    assertTrue(run("free-cluster-lock", plan).done());
    assertTrue(!exists("/etc/pve/priv/lock/file-storage_cfg"), "it is given back");
  }

  @Test
  void jobsUnderOneLockComeOneAfterTheOther() throws Exception {
    CountDownLatch ended = new CountDownLatch(4);
    List<Outcome> outcomes = java.util.Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < 4; i++) {
      String id = "side-by-side-" + i;
      Thread.startVirtualThread(() -> {
        try {
          // Two of them at once would not both find the directory missing.
          outcomes.add(
              run(
                  id,
                  plan(
                      step("/usr/bin/mkdir /tmp/e"),
                      step("/usr/bin/sleep 0.1"),
                      step("/usr/bin/rmdir /tmp/e"))));
        } catch (HostException e) {
          throw new AssertionError(e);
        } finally {
          ended.countDown();
        }
      });
    }
    assertTrue(ended.await(30, TimeUnit.SECONDS));
    assertEquals(4, outcomes.stream().filter(Outcome::done).count());
  }

  @Test
  void aJobOutlivesItsConnectionAndRunsOnceHoweverOftenItIsSent() throws Exception {
    Plan plan = plan(step("/usr/bin/sleep 1"), step("/usr/bin/mkdir /tmp/f"));
    Job job = new Job("outliving-job", plan);
    try (Shell lost = demo.shell()) {
      var pipe = lost.open(job);
      assertNotNull(pipe);
      assertTrue(pipe.out().read() >= 0, "it has begun");
      pipe.close();
    }
    assertTrue(Journal.follow(shell, job, _ -> {}).done(), "mkdir would fail a second time");
    assertTrue(Journal.follow(shell, job.followed(), _ -> {}).done());
    assertTrue(exists("/tmp/f"));
    Outcome unknown = Journal.follow(shell, new Job("never-sent-job", plan).followed(), _ -> {});
    assertEquals(new Verdict.NotStarted(), unknown.verdict());
  }

  @Test
  void aJobThatTheHostDidNotSurviveIsInterrupted() throws Exception {
    Job job = new Job("power-cut-job", plan(step("/usr/bin/sleep 60")));
    Demo before = Demo.in(directory);
    try (Shell lost = before.shell()) {
      var pipe = lost.open(job);
      assertTrue(pipe.out().read() >= 0);
      before.sessions().close();
      pipe.close();
    }
    try (Shell again = Demo.in(directory).shell()) {
      Outcome outcome = Journal.follow(again, job.followed(), _ -> {});
      assertInstanceOf(Verdict.Interrupted.class, outcome.verdict());
    }
  }
}
