package stowage.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.HostException;
import stowage.exec.Input;
import stowage.exec.Job;
import stowage.exec.Journal;
import stowage.exec.Link;
import stowage.exec.Lock;
import stowage.exec.Outcome;
import stowage.exec.Outcome.Verdict;
import stowage.exec.Plan;
import stowage.exec.Result;
import stowage.exec.Secret;
import stowage.exec.Shell;
import stowage.exec.Step;
import stowage.exec.Step.Leniency;
import stowage.exec.WireShell;
import stowage.message.Message;

/** Each way that a job can take, under the shell of a real host. */
@Tag("lab")
class JobLabTest {
  private static final Message SAID = Message.of("step.test");

  @RegisterExtension static final Lab LAB = new Lab();
  private static @Nullable Shell opened;

  private String dir = "";

  @BeforeAll
  static void connect() {
    opened = new WireShell(LAB.link("root"));
  }

  @AfterAll
  static void disconnect() {
    shell().close();
  }

  @BeforeEach
  void begin() throws Exception {
    dir = "/run/stowage-" + id();
    assertTrue(shell().run(Exec.changes("/usr/bin/mkdir", dir)).ok());
  }

  @AfterEach
  void end() throws Exception {
    shell().run(sh("umount -l " + dir + "/home; rm -rf " + dir));
  }

  private static Shell shell() {
    return Objects.requireNonNull(opened);
  }

  private static String id() {
    return LAB.freshJobs();
  }

  private static Exec sh(String script) {
    return Exec.changes("/bin/sh", "-c", script);
  }

  private Exec log(String word) {
    return sh("echo " + word + " >>" + dir + "/log");
  }

  private Step logs(String word) {
    return Step.of(SAID, log(word)).undoneBy(log("-" + word));
  }

  private static Exec fails(String error) {
    return sh("echo '" + error + "' >&2; exit 5");
  }

  private List<String> logged() throws HostException {
    return shell().run(Exec.reads("/usr/bin/cat", dir + "/log")).text().lines().toList();
  }

  private static Outcome run(List<Lock> locks, List<Guard> guards, Step... steps)
      throws HostException {
    return run(shell(), locks, guards, steps);
  }

  private static Outcome run(Shell shell, List<Lock> locks, List<Guard> guards, Step... steps)
      throws HostException {
    Plan plan = new Plan(SAID, locks, guards, List.of(steps));
    return Journal.follow(shell, new Job(id(), plan), _ -> {});
  }

  @Test
  void itsShellIsTheOneThatIsMeant() throws Exception {
    assertEquals("dash\n", shell().run(Exec.reads("/usr/bin/readlink", "/bin/sh")).text());
  }

  @Test
  void aPlanIsCarriedOut() throws Exception {
    String held = dir + "/locks/x";
    Step retried =
        Step.of(
                SAID,
                sh(
                    "echo t >>%s/tries; test $(wc -l <%s/tries) -ge 2 || { echo busy >&2; exit 1; }"
                        .formatted(dir, dir)))
            .forgiving(new Leniency(List.of(), List.of("idle", "busy"), 5, false));
    Secret secret = Secret.of("hush\n".getBytes(StandardCharsets.UTF_8));
    Plan plan =
        new Plan(
            SAID,
            List.of(new Lock.File(dir + "/a b"), new Lock.Cluster("x", dir + "/locks")),
            List.of(
                Guard.status(SAID, Exec.reads("/usr/bin/test", "-d", held), 0),
                new Guard(SAID, Exec.reads("/bin/cat").with(new Input.Text("a\nb")), 0, "a\n"),
                Guard.status(SAID, Exec.reads("/usr/bin/test", "-e", "/none"), 1)),
            List.of(
                logs("one"),
                Step.of(SAID, Exec.changes("/bin/cat").with(new Input.Text("it's\0\n"))),
                Step.of(
                    SAID,
                    sh("read -r w; test \"$w\" = hush; echo $? >>" + dir + "/log")
                        .with(new Input.Hidden(secret))),
                Step.of(SAID, fails("there already")).forgiving(Leniency.ignoring("there al")),
                Step.of(SAID, Exec.changes("/none")).forgiving(Leniency.OPTIONAL),
                retried,
                // Renewed each second, the lock gets young again.
                Step.of(SAID, Exec.changes("/usr/bin/touch", "-d", "@1000", held)),
                Step.of(SAID, sh("sleep 4; test $(stat -c %Y " + held + ") -gt 1000"))));
    Lock.Tools tools =
        new Lock.Tools(
            Exec.changes("/usr/bin/mkdir"),
            Exec.changes("/usr/bin/touch"),
            Exec.changes("/usr/bin/rmdir"),
            Duration.ofSeconds(1));
    Job job = new Job(id(), plan, Job.Mode.START, tools);
    Outcome outcome = Journal.follow(shell(), job, _ -> {});
    assertEquals(new Verdict.Done(), outcome.verdict(), outcome::toString);
    assertEquals(List.of("one", "0"), logged());
    assertEquals("it's\0\n", outcome.of(1).orElseThrow().text());
    Outcome again = Journal.follow(shell(), job.followed(), _ -> {});
    assertEquals(outcome.verdict(), again.verdict());
    assertEquals(outcome.steps().size(), again.steps().size(), "told again, not run again");
    assertEquals(List.of("one", "0"), logged());
    assertFalse(shell().run(Exec.reads("/usr/bin/test", "-e", held)).ok(), "given back");
    Job unknown = new Job(id(), plan).followed();
    assertEquals(new Verdict.NotStarted(), Journal.follow(shell(), unknown, _ -> {}).verdict());
  }

  @Test
  void whatFailsIsTakenBack() throws Exception {
    Step half = Step.of(SAID, fails("no")).undoneEvenHalfwayBy(log("-half"));
    Outcome outcome = run(List.of(), List.of(), logs("one"), logs("two"), half, logs("never"));
    assertEquals(new Verdict.Undone(2), outcome.verdict());
    Step lasting = Step.of(SAID, log("lasting")).irreversible();
    outcome = run(List.of(), List.of(), lasting, Step.of(SAID, fails("no")));
    assertEquals(new Verdict.Stuck(1), outcome.verdict());
    Exec slow = Exec.changes("/bin/sleep", "50").within(Duration.ofSeconds(1));
    outcome = run(List.of(), List.of(), logs("three"), Step.of(SAID, slow).undoneBy(log("-slow")));
    assertEquals(new Verdict.Stuck(1), outcome.verdict());
    assertEquals(Result.Ending.TIMED_OUT, outcome.of(1).orElseThrow().ending());
    assertEquals(
        List.of("one", "two", "-half", "-two", "-one", "lasting", "three", "-three"), logged());
  }

  @Test
  void whoeverHoldsALockOrChangedSomethingIsNotDisturbed() throws Exception {
    assertTrue(shell().run(sh("mkdir -p " + dir + "/locks/x")).ok());
    Lock lock = new Lock.Cluster("x", dir + "/locks");
    assertInstanceOf(Verdict.Busy.class, run(List.of(lock), List.of(), logs("never")).verdict());
    assertTrue(shell().run(Exec.reads("/usr/bin/test", "-d", dir + "/locks/x")).ok());
    String file = dir + "/file";
    assertTrue(
        shell().run(sh("setsid flock " + file + " sleep 25 >/dev/null 2>&1 & sleep 1")).ok());
    assertInstanceOf(
        Verdict.Busy.class, run(List.of(new Lock.File(file)), List.of(), logs("never")).verdict());
    Guard wrong = new Guard(SAID, Exec.reads("/bin/echo", "told"), 0, "tolD");
    assertInstanceOf(
        Verdict.GuardFailed.class, run(List.of(), List.of(wrong), logs("never")).verdict());
    assertEquals(List.of(), logged());
  }

  @Test
  void aJobThatIsStoppedOrKilledSaysSo() throws Exception {
    // A job's program finds its worker two processes above.
    String up = "p=$(cut -d ' ' -f 4 /proc/$PPID/stat); kill -s %s $p; sleep 1";
    Outcome outcome =
        run(
            List.of(),
            List.of(),
            logs("one"),
            Step.of(SAID, sh(up.formatted("TERM"))),
            logs("never"));
    assertEquals(new Verdict.Undone(2), outcome.verdict());
    assertEquals(List.of("one", "-one"), logged());
    outcome = run(List.of(), List.of(), logs("two"), Step.of(SAID, sh(up.formatted("KILL"))));
    assertEquals(new Verdict.Interrupted(1), outcome.verdict());
  }

  @Test
  void aFullDiskStopsAJobBeforeItBeginsOrNotAtAll() throws Exception {
    // A home of its own: others have jobs on this host.
    String home = dir + "/home";
    String disk = "mkdir -p %s && mount -t tmpfs -o mode=700,size=".formatted(home);
    Link link = LAB.link("root");
    try (Shell full = new WireShell(new Prefixed(link, "HOME=" + home))) {
      assertTrue(shell().run(sh(disk + "900k stowage " + home)).ok());
      HostException.CommandFailed refused =
          assertThrows(
              HostException.CommandFailed.class,
              () -> run(full, List.of(), List.of(), logs("never")));
      assertTrue(refused.said().args().toString().contains("no space for a journal"));
      assertEquals(List.of(), logged());
      assertTrue(shell().run(sh("umount -l " + home)).ok());
      assertTrue(shell().run(sh(disk + "2m stowage " + home)).ok());
      // Its output takes what is left, so the journal breaks off in the middle of it.
      String fill = "head -c 9m /dev/zero >HOME/x; truncate -s -40000 HOME/x; seq 5000";
      Step fills = Step.of(SAID, sh(fill.replace("HOME", home)));
      Step no = Step.of(SAID, fails("no"));
      Outcome outcome = run(full, List.of(), List.of(), logs("one"), fills, no);
      assertEquals(new Verdict.Undone(2), outcome.verdict());
      assertTrue(outcome.of(1).orElseThrow().text().endsWith("\n4999\n5000\n"));
      assertEquals(List.of("one", "-one"), logged());
    }
  }
}
