package stowage.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stowage.exec.Outcome.Verdict;
import stowage.exec.Step.Leniency;

/** Plans as jobs on real shells: what is left on the host, whatever happens on the way. */
@Execution(ExecutionMode.CONCURRENT)
class JobTest extends OnShells {
  private static final AtomicInteger IDS = new AtomicInteger();

  private static String id() {
    return "test-job-" + IDS.incrementAndGet();
  }

  private static Exec sh(String script) {
    return Exec.changes("/bin/sh", "-c", script);
  }

  /** A step that writes its name into the log and is undone by writing it with a minus. */
  private Step logs(String name) {
    return Step.of(SAID, log(name)).undoneBy(log("-" + name));
  }

  private Exec log(String word) {
    return sh("echo \"$1\" >>" + dir.resolve("log")).and("sh", word);
  }

  private Exec fails(String error) {
    return sh("echo tried >>" + dir.resolve("log") + "; echo \"$1\" >&2; exit 5").and("sh", error);
  }

  private List<String> logged() throws IOException {
    Path log = dir.resolve("log");
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }

  private Path jobs() {
    return dir.resolve("home/.local/state/stowage/jobs");
  }

  private static Plan plan(List<Lock> locks, List<Guard> guards, Step... steps) {
    return new Plan(SAID, locks, guards, List.of(steps));
  }

  private static Plan plan(Step... steps) {
    return plan(List.of(), List.of(), steps);
  }

  private static Outcome run(Shell shell, Plan plan) throws HostException {
    return Journal.follow(shell, new Job(id(), plan), _ -> {});
  }

  @ParameterizedTest
  @MethodSource("shells")
  void runsItsStepsInOrderAndTellsWhatTheySaid(Shells kind) throws Exception {
    List<Verdict> seen = new ArrayList<>();
    Plan plan =
        plan(
            List.of(new Lock.File(dir + "/locks/a b"), new Lock.Cluster("x", dir + "/cluster")),
            List.of(
                Guard.status(SAID, Exec.reads("/bin/test", "-d", dir + "/cluster/x"), 0),
                new Guard(SAID, Exec.reads("/bin/echo", "it's\tso", "and"), 0, "it's\tso a"),
                new Guard(SAID, Exec.reads("/bin/cat").with(new Input.Text("a\nb\n")), 0, "a\nb"),
                Guard.status(SAID, Exec.reads("/bin/test", "-e", "/no/such"), 1)),
            logs("one"),
            Step.of(SAID, Exec.changes("/bin/cat").with(new Input.Text("two\n\nlines\0nul"))),
            Step.of(SAID, sh("echo note >&2; umask; echo \"$LC_ALL\"")));
    Outcome outcome = Journal.follow(shell(kind), new Job(id(), plan), o -> seen.add(o.verdict()));
    assertEquals(new Verdict.Done(), outcome.verdict());
    assertEquals(List.of("one"), logged());
    assertEquals(3, outcome.steps().size());
    assertEquals("two\n\nlines\0nul", outcome.of(1).orElseThrow().text());
    assertEquals("0022\nC\n", outcome.of(2).orElseThrow().text());
    assertEquals("note", outcome.of(2).orElseThrow().errorLine());
    assertEquals(new Verdict.Done(), seen.getLast());
    assertFalse(Files.exists(dir.resolve("cluster/x")), "the cluster lock is given back");
    assertTrue(Files.exists(dir.resolve("locks/a b")), "the lock file stays");
    assertPrivate();
  }

  private void assertPrivate() throws IOException {
    try (Stream<Path> files = Files.walk(jobs())) {
      for (Path file : files.toList()) {
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        assertTrue(mode.endsWith("------"), () -> file + " " + mode);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("shells")
  void aFailingStepTakesBackTheOnesBeforeLastFirst(Shells kind) throws Exception {
    Step two =
        new Step(
            SAID,
            log("two"),
            new Step.Undo.By(List.of(log("-two.a"), log("-two.b")), false),
            Leniency.NONE);
    Outcome outcome =
        run(
            shell(kind),
            plan(
                logs("one"),
                two,
                Step.of(SAID, Exec.changes("/bin/true")),
                Step.of(SAID, fails("no space")).undoneBy(log("-failed")),
                logs("never")));
    assertEquals(new Verdict.Undone(3), outcome.verdict());
    assertEquals(List.of("one", "two", "tried", "-two.a", "-two.b", "-one"), logged());
    assertEquals("no space", outcome.of(3).orElseThrow().errorLine());
    assertEquals(5, outcome.of(3).orElseThrow().status());
    assertEquals(3, outcome.steps().stream().filter(Outcome.Ran::undo).count());
  }

  @ParameterizedTest
  @MethodSource("shells")
  void anUndoThatFailsLeavesItStuckButTheOthersRun(Shells kind) throws Exception {
    Step two =
        new Step(
            SAID,
            log("two"),
            new Step.Undo.By(List.of(fails("cannot"), log("-two")), false),
            Leniency.NONE);
    Outcome outcome = run(shell(kind), plan(logs("one"), two, Step.of(SAID, fails("x"))));
    assertEquals(new Verdict.Stuck(2), outcome.verdict());
    assertEquals(List.of("one", "two", "tried", "tried", "-two", "-one"), logged());
  }

  @ParameterizedTest
  @MethodSource("shells")
  void takingBackMayTakeLongerThanTheJobLooksAfterItself(Shells kind) throws Exception {
    Step slow = Step.of(SAID, log("one")).undoneBy(sh("sleep 12"), log("-one"));
    Outcome outcome =
        run(
            shell(kind),
            plan(
                List.of(new Lock.Cluster("x", dir + "/cluster")),
                List.of(),
                logs("zero"),
                slow,
                Step.of(SAID, fails("no"))));
    assertEquals(new Verdict.Undone(2), outcome.verdict());
    assertEquals(List.of("zero", "one", "tried", "-one", "-zero"), logged());
    assertFalse(Files.exists(dir.resolve("cluster/x")));
  }

  @Test
  void whatCannotBeTakenBackLeavesItStuckOnlyOnceDone() throws Exception {
    Shell shell = shell(Shells.SH);
    Step lasting = Step.of(SAID, log("lasting")).irreversible();
    assertEquals(
        new Verdict.Stuck(2),
        run(shell, plan(logs("one"), lasting, Step.of(SAID, fails("x")))).verdict());
    assertEquals(List.of("one", "lasting", "tried", "-one"), logged());
    Step refused = Step.of(SAID, fails("refused")).irreversible();
    assertEquals(new Verdict.Undone(0), run(shell, plan(refused)).verdict());
  }

  @Test
  void aStepThatFailedIsTakenBackOnlyIfThatIsSafe() throws Exception {
    Shell shell = shell(Shells.SH);
    Step safe = Step.of(SAID, fails("x")).undoneEvenHalfwayBy(log("-half"), fails("harmless"));
    Outcome outcome = run(shell, plan(logs("one"), safe));
    assertEquals(new Verdict.Undone(1), outcome.verdict());
    assertEquals(List.of("one", "tried", "-half", "tried", "-one"), logged());
  }

  @ParameterizedTest
  @MethodSource("shells")
  void aStepStoppedAtItsLimitLeavesDoubtUnlessItsUndoIsSafe(Shells kind) throws Exception {
    Shell shell = shell(kind);
    String sleep = "sleep 57.00" + kind.digit();
    Exec slow =
        sh("echo slow >>" + dir.resolve("log") + "; " + sleep).within(Duration.ofSeconds(1));
    Instant start = Instant.now();
    Outcome outcome = run(shell, plan(logs("one"), Step.of(SAID, slow).undoneBy(log("-slow"))));
    RunnerTest.assertBelow(start, 8);
    assertEquals(new Verdict.Stuck(1), outcome.verdict());
    assertEquals(Result.Ending.TIMED_OUT, outcome.of(1).orElseThrow().ending());
    assertEquals(List.of("one", "slow", "-one"), logged());
    Files.delete(dir.resolve("log"));
    outcome = run(shell, plan(Step.of(SAID, slow).undoneEvenHalfwayBy(log("-slow"))));
    assertEquals(new Verdict.Undone(0), outcome.verdict());
    assertEquals(List.of("slow", "-slow"), logged());
    RunnerTest.await(() -> RunnerTest.processes("" + sleep).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("shells")
  void aGuardThatFailsKeepsEverythingAsItWas(Shells kind) throws Exception {
    Shell shell = shell(kind);
    Lock lock = new Lock.Cluster("x", dir + "/cluster");
    Guard right = Guard.status(SAID, Exec.reads("/bin/true"), 0);
    for (Guard wrong :
        List.of(
            Guard.status(SAID, Exec.reads("/bin/echo", "told"), 1),
            new Guard(SAID, Exec.reads("/bin/echo", "told"), 0, "tolD"),
            new Guard(SAID, Exec.reads("/bin/echo", "told"), 0, "told\nand more"))) {
      Outcome outcome = run(shell, plan(List.of(lock), List.of(right, wrong), logs("never")));
      var failed = assertInstanceOf(Verdict.GuardFailed.class, outcome.verdict());
      assertEquals(1, failed.guard());
      assertEquals("told\n", failed.answer().text());
      assertEquals(List.of(), logged());
      assertFalse(Files.exists(dir.resolve("cluster/x")));
    }
  }

  @ParameterizedTest
  @MethodSource("shells")
  void aLockHeldByAnotherIsBusyAfterSomePatience(Shells kind) throws Exception {
    Shell shell = shell(kind);
    Path file = dir.resolve("lock");
    Files.createDirectories(dir.resolve("cluster/x"));
    Process holder =
        new ProcessBuilder("flock", file.toString(), "-c", "echo held; sleep 30").start();
    holder.getInputStream().read();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Lock free = new Lock.Cluster("free", dir + "/cluster");
      var busyFile =
          threads.submit(() ->
              run(
                  shell,
                  plan(List.of(free, new Lock.File(file.toString())), List.of(), logs("never"))));
      var busyCluster =
          threads.submit(() ->
              run(
                  shell,
                  plan(
                      List.of(new Lock.Cluster("x", dir + "/cluster")), List.of(), logs("never"))));
      var first = assertInstanceOf(Verdict.Busy.class, busyFile.get().verdict());
      assertEquals(1, first.lock());
      assertTrue(first.answer().ok());
      var second = assertInstanceOf(Verdict.Busy.class, busyCluster.get().verdict());
      assertEquals(0, second.lock());
      assertTrue(second.answer().ok());
    } finally {
      holder.descendants().forEach(ProcessHandle::destroy);
      holder.destroy();
    }
    assertEquals(List.of(), logged());
    assertFalse(Files.exists(dir.resolve("cluster/free")), "given back");
    assertTrue(Files.exists(dir.resolve("cluster/x")), "somebody else's lock is left alone");
    assertEquals(
        0, Files.getLastModifiedTime(dir.resolve("cluster/x")).toMillis(), "asked to let it go");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void aClusterLockIsRenewedAsLongAsItIsHeld(Shells kind) throws Exception {
    Path lock = dir.resolve("cluster/x");
    Path gate = dir.resolve("gate");
    Exec old = Exec.changes("/usr/bin/touch", "-d", "@1000", lock.toString());
    Step waits = Step.of(SAID, sh("until test -e " + gate + "; do sleep 0.05; done"));
    Plan plan =
        plan(
            List.of(new Lock.Cluster("x", dir + "/cluster")), List.of(), Step.of(SAID, old), waits);
    Lock.Tools quick =
        new Lock.Tools(
            Exec.changes("/usr/bin/mkdir"),
            Exec.changes("/usr/bin/touch"),
            Exec.changes("/usr/bin/rmdir"),
            Duration.ofSeconds(1));
    Shell shell = shell(kind);
    CompletableFuture<Outcome> end = new CompletableFuture<>();
    Job job = new Job(id(), plan, Job.Mode.START, quick);
    Thread.startVirtualThread(() -> {
      try {
        end.complete(Journal.follow(shell, job, _ -> {}));
      } catch (HostException e) {
        end.completeExceptionally(e);
      }
    });
    RunnerTest.await(() -> Files.exists(lock) && modified(lock) > 1_000_000);
    FileTime first = Files.getLastModifiedTime(lock);
    RunnerTest.await(() -> Files.getLastModifiedTime(lock).compareTo(first) > 0);
    Files.writeString(gate, "");
    assertEquals(new Verdict.Done(), end.get().verdict());
    assertFalse(Files.exists(lock));
    // Somebody else's lock is not kept alive.
    Files.createDirectory(lock);
    Files.setLastModifiedTime(lock, FileTime.fromMillis(0));
    Thread.sleep(2500);
    assertEquals(0, modified(lock));
  }

  private static long modified(Path path) throws IOException {
    return Files.getLastModifiedTime(path).toMillis();
  }

  @Test
  void aLockThatCannotBeMadeSaysWhy() throws Exception {
    Files.writeString(dir.resolve("file"), "");
    Outcome outcome =
        run(
            shell(Shells.SH),
            plan(List.of(new Lock.Cluster("x", dir + "/file")), List.of(), logs("never")));
    var busy = assertInstanceOf(Verdict.Busy.class, outcome.verdict());
    assertFalse(busy.answer().ok());
    assertTrue(busy.answer().errorLine().contains("Not a directory"), busy.answer()::errorLine);
  }

  @ParameterizedTest
  @MethodSource("shells")
  void jobsWithTheSameLockRunOneAfterTheOther(Shells kind) throws Exception {
    Shell shell = shell(kind);
    for (Lock lock :
        List.of(new Lock.File(dir + "/run/lock"), new Lock.Cluster("x", dir + "/cluster"))) {
      Files.deleteIfExists(dir.resolve("log"));
      Step step = Step.of(SAID, sh("cd " + dir + "; echo in >>log; sleep 0.4; echo out >>log"));
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<Outcome>> ends = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          ends.add(threads.submit(() -> run(shell, plan(List.of(lock), List.of(), step))));
        }
        for (Future<Outcome> end : ends) {
          assertEquals(new Verdict.Done(), end.get().verdict());
        }
      }
      assertEquals(List.of("in", "out", "in", "out", "in", "out"), logged());
    }
  }

  @ParameterizedTest
  @MethodSource("shells")
  void lenientStepsFailOnlyWhenTheyShould(Shells kind) throws Exception {
    Shell shell = shell(kind);
    Step ignored =
        Step.of(SAID, fails("it's already there, OK"))
            .undoneBy(log("-ignored"))
            .forgiving(Leniency.ignoring("other", "it's already there"));
    Step optional =
        Step.of(SAID, Exec.changes("/no/such/program"))
            .undoneBy(log("-optional"))
            .forgiving(Leniency.OPTIONAL);
    // Succeeds at the third attempt.
    Exec counts =
        sh(
            "cd "
                + dir
                + "; echo try >>tries; test $(wc -l <tries) -ge 3 || { echo busy >&2; exit 1; }");
    Step retried =
        Step.of(SAID, counts)
            .forgiving(new Leniency(List.of(), List.of("is idle", "busy"), 5, false));
    Outcome outcome = run(shell, plan(ignored, optional, retried));
    assertEquals(new Verdict.Done(), outcome.verdict());
    assertEquals(5, outcome.of(0).orElseThrow().status());
    assertEquals(Result.NOT_FOUND, outcome.of(1).orElseThrow().status());
    assertTrue(outcome.of(2).orElseThrow().ok());
    assertEquals(3, Files.readAllLines(dir.resolve("tries")).size());
    Step givenUp =
        Step.of(SAID, fails("busy")).forgiving(new Leniency(List.of(), List.of("busy"), 2, false));
    Files.deleteIfExists(dir.resolve("log"));
    assertEquals(new Verdict.Undone(2), run(shell, plan(ignored, optional, givenUp)).verdict());
    assertEquals(
        List.of("tried", "tried", "tried"), logged(), "nothing was done, so none is undone");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void hiddenInputIsSeenNowhere(Shells kind) throws Exception {
    String word = "Tr0ub4dor-" + kind;
    String encoded =
        java.util.Base64.getEncoder()
            .encodeToString((word + "\n").getBytes(StandardCharsets.UTF_8));
    Shell shell = shell(kind);
    Secret secret = Secret.of((word + "\n").toCharArray());
    Path gate = dir.resolve("gate");
    Step waits = Step.of(SAID, sh("until test -e " + gate + "; do sleep 0.05; done"));
    Step uses =
        Step.of(
            SAID,
            sh("read -r word; test \"$word\" = " + "Tr0ub4dor-" + "\"$1\"")
                .and("sh", kind.toString())
                .with(new Input.Hidden(secret)));
    Step fails = Step.of(SAID, Exec.changes("/bin/false"));
    Job job = new Job(id(), plan(waits, uses, fails));
    CompletableFuture<Outcome> end = new CompletableFuture<>();
    Thread.startVirtualThread(() -> {
      try {
        end.complete(Journal.follow(shell, job, _ -> {}));
      } catch (HostException e) {
        end.completeExceptionally(e);
      }
    });
    RunnerTest.await(() -> !RunnerTest.processes(gate.toString()).isEmpty());
    assertNowhere(word, encoded);
    Files.writeString(gate, "");
    assertEquals(new Verdict.Undone(2), end.get().verdict());
    assertNowhere(word, encoded);
    assertFalse(job.toString().contains(word));
  }

  private void assertNowhere(String... words) throws IOException {
    List<Path> places = new ArrayList<>();
    try (Stream<Path> files = Files.walk(jobs())) {
      files.filter(Files::isRegularFile).forEach(places::add);
    }
    for (String kind : List.of("cmdline", "environ")) {
      ProcessHandle.allProcesses().map(p -> Path.of("/proc/" + p.pid(), kind)).forEach(places::add);
    }
    for (Path place : places) {
      try {
        String text = new String(Files.readAllBytes(place), StandardCharsets.ISO_8859_1);
        for (String word : words) {
          assertFalse(text.contains(word), () -> place + " holds the secret");
        }
      } catch (IOException _) {
        // The process has ended.
      }
    }
  }

  @ParameterizedTest
  @MethodSource("shells")
  void theJobGoesOnWithoutItsClientAndTellsEverythingLater(Shells kind) throws Exception {
    Shell shell = shell(kind);
    Plan plan = plan(logs("one"), Step.of(SAID, sh("sleep 2; echo slept")), logs("three"));
    Job job = new Job(id(), plan);
    try (Pipe pipe = shell.open(job)) {
      assertTrue(pipe.out().read() >= 0);
    }
    List<Outcome> seen = new ArrayList<>();
    Outcome outcome = Journal.follow(shell(kind), job.followed(), seen::add);
    assertEquals(new Verdict.Done(), outcome.verdict());
    assertEquals("slept\n", outcome.of(1).orElseThrow().text());
    assertEquals(List.of("one", "three"), logged());
    assertInstanceOf(Verdict.Running.class, seen.getFirst().verdict());
    // Sent again, it is not run again.
    assertEquals(new Verdict.Done(), Journal.follow(shell, job, _ -> {}).verdict());
    assertEquals(List.of("one", "three"), logged());
    assertEquals(
        outcome.steps().size(), Journal.parse("h", job, shell.run(job.followed())).steps().size());
  }

  @Test
  void aJobThatIsNotThereIsNotStartedByFollowing() throws Exception {
    Job job = new Job(id(), plan(logs("one")));
    assertEquals(
        new Verdict.NotStarted(),
        Journal.follow(shell(Shells.SH), job.followed(), _ -> {}).verdict());
    assertEquals(List.of(), logged());
    assertFalse(Files.exists(jobs().resolve(job.id())));
  }

  @Test
  void halfAPlanIsNotStarted() throws Exception {
    Job job = new Job(id(), plan(logs("one"), logs("two")));
    try (Link link = Shells.SH.link("HOME=" + dir.resolve("home"));
        Link.Channel channel = link.start(Wire.job(job), new Errors())) {
      channel.in().write("step 5 1 no /bin/true\ng".getBytes(StandardCharsets.UTF_8));
      channel.in().close();
      byte[] journal = channel.out().readAllBytes();
      Result answer = new Result(Result.Ending.EXITED, channel.await(), journal, new byte[0]);
      assertEquals(new Verdict.NotStarted(), Journal.parse("h", job, answer).verdict());
    }
    assertFalse(Files.exists(jobs().resolve(job.id())));
  }

  @ParameterizedTest
  @MethodSource("shells")
  void aJobThatWasKilledIsInterrupted(Shells kind) throws Exception {
    Shell shell = shell(kind);
    String sleep = "sleep 56.00" + kind.digit();
    Job job = new Job(id(), plan(logs("one"), Step.of(SAID, sh("exec " + sleep)), logs("three")));
    CompletableFuture<Outcome> end = new CompletableFuture<>();
    Thread.startVirtualThread(() -> {
      try {
        end.complete(Journal.follow(shell, job, _ -> {}));
      } catch (HostException e) {
        end.completeExceptionally(e);
      }
    });
    RunnerTest.await(() -> !RunnerTest.processes(sleep).isEmpty());
    kill(job, true);
    assertEquals(new Verdict.Interrupted(1), end.get().verdict());
    assertEquals(
        new Verdict.Interrupted(1), Journal.follow(shell, job, _ -> {}).verdict(), "later, too");
    RunnerTest.processes(sleep).forEach(p -> ProcessHandle.of(p).ifPresent(ProcessHandle::destroy));
  }

  @ParameterizedTest
  @MethodSource("shells")
  void aJobToldToStopFinishesItsStepAndTakesBackWhatItDid(Shells kind) throws Exception {
    Shell shell = shell(kind);
    String sleep = "sleep 1.55" + kind.digit();
    Step slow = Step.of(SAID, sh(sleep + "; echo slow >>" + dir.resolve("log")));
    Job job = new Job(id(), plan(logs("one"), slow.undoneBy(log("-slow")), logs("three")));
    CompletableFuture<Outcome> end = new CompletableFuture<>();
    Thread.startVirtualThread(() -> {
      try {
        end.complete(Journal.follow(shell, job, _ -> {}));
      } catch (HostException e) {
        end.completeExceptionally(e);
      }
    });
    RunnerTest.await(() -> !RunnerTest.processes(sleep).isEmpty());
    kill(job, false);
    assertEquals(new Verdict.Undone(2), end.get().verdict());
    assertEquals(List.of("one", "slow", "-slow", "-one"), logged());
  }

  @ParameterizedTest
  @MethodSource("shells")
  void aJobIsStoppedByWhoKnowsItsName(Shells kind) throws Exception {
    Shell shell = shell(kind);
    String sleep = "sleep 1.57" + kind.digit();
    Step slow = Step.of(SAID, sh(sleep)).undoneBy(log("-slow"));
    Job job = new Job(id(), plan(logs("one"), slow, logs("three")));
    CompletableFuture<Outcome> end = following(shell, job);
    RunnerTest.await(() -> !RunnerTest.processes(sleep).isEmpty());
    Outcome stopped = Journal.follow(shell, job.stopped(), _ -> {});
    assertEquals(new Verdict.Undone(2), stopped.verdict());
    assertEquals(stopped.verdict(), end.get().verdict());
    assertEquals(List.of("one", "-slow", "-one"), logged());
    assertEquals(
        stopped.verdict(),
        Journal.follow(shell, job.stopped(), _ -> {}).verdict(),
        "nothing more happens");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void pastAStepThatStaysAJobGoesOn(Shells kind) throws Exception {
    Shell shell = shell(kind);
    String sleep = "sleep 1.58" + kind.digit();
    Step lasting = Step.of(SAID, log("lasting")).irreversible();
    Job job = new Job(id(), plan(logs("one"), lasting, Step.of(SAID, sh(sleep)), logs("last")));
    CompletableFuture<Outcome> end = following(shell, job);
    RunnerTest.await(() -> !RunnerTest.processes(sleep).isEmpty());
    assertEquals(new Verdict.Done(), Journal.follow(shell, job.stopped(), _ -> {}).verdict());
    assertEquals(new Verdict.Done(), end.get().verdict());
    assertEquals(List.of("one", "lasting", "last"), logged());
  }

  @Test
  void whatIsNotThereIsNotStopped() throws Exception {
    Job job = new Job(id(), plan(logs("one"))).stopped();
    assertEquals(
        new Verdict.NotStarted(), Journal.follow(shell(Shells.SH), job, _ -> {}).verdict());
    assertEquals(List.of(), logged());
  }

  private static CompletableFuture<Outcome> following(Shell shell, Job job) {
    CompletableFuture<Outcome> end = new CompletableFuture<>();
    Thread.startVirtualThread(() -> {
      try {
        end.complete(Journal.follow(shell, job, _ -> {}));
      } catch (HostException e) {
        end.completeExceptionally(e);
      }
    });
    return end;
  }

  private void kill(Job job, boolean hard) throws IOException {
    long pid = Long.parseLong(Files.readString(jobs().resolve(job.id()).resolve("pid")).strip());
    ProcessHandle worker = ProcessHandle.of(pid).orElseThrow();
    assertTrue(hard ? worker.destroyForcibly() : worker.destroy());
  }

  @Test
  void aStepMayLeaveADaemonBehindThatHoldsNoLock() throws Exception {
    Shell shell = shell(Shells.SH);
    Lock lock = new Lock.File(dir + "/lock");
    Step daemon = Step.of(SAID, sh("setsid sleep 12.5 & echo started"));
    Instant start = Instant.now();
    for (int i = 0; i < 2; i++) {
      Outcome outcome = run(shell, plan(List.of(lock), List.of(), daemon));
      assertEquals(new Verdict.Done(), outcome.verdict());
      assertEquals("started\n", outcome.of(0).orElseThrow().text());
    }
    RunnerTest.assertBelow(start, 8);
    RunnerTest.processes("sleep 12.5")
        .forEach(p -> ProcessHandle.of(p).ifPresent(ProcessHandle::destroy));
  }

  @Test
  void longOutputIsBoundedInTheJournal() throws Exception {
    Outcome outcome =
        run(
            shell(Shells.SH),
            plan(
                Step.of(
                    SAID,
                    sh(
                        "head -c 300000 /dev/zero; head -c 200000 /dev/zero | tr '\\000' e >&2; echo end >&2"))));
    assertEquals(Journal.OUTPUT_LIMIT, outcome.of(0).orElseThrow().out().length);
    assertEquals(Journal.OUTPUT_LIMIT, outcome.of(0).orElseThrow().err().length);
    assertTrue(outcome.of(0).orElseThrow().errorText().endsWith("eend\n"));
  }

  @Test
  void onlyTheNewestFinishedJobsAreKept() throws Exception {
    Shell shell = shell(Shells.SH);
    run(shell, plan(logs("one")));
    for (int i = 100; i < 170; i++) {
      Path old = Files.createDirectory(jobs().resolve("old-job-" + i));
      Files.createFile(old.resolve("alive"));
      Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(10_000 - i)));
    }
    Path foreign = Files.createDirectory(jobs().resolve("Not ours"));
    Files.setLastModifiedTime(foreign, FileTime.fromMillis(0));
    run(shell, plan(logs("two")));
    RunnerTest.await(() -> {
      try (Stream<Path> left = Files.list(jobs())) {
        return left.count() == 51;
      }
    });
    assertTrue(Files.exists(jobs().resolve("old-job-169")));
    assertFalse(Files.exists(jobs().resolve("old-job-100")));
    assertTrue(Files.exists(foreign));
  }

  @Test
  void aHostWhereNoJobCanBeKeptSaysSo() throws Exception {
    Files.writeString(dir.resolve("home"), "a file where the home directory should be");
    Shell shell = shell(Shells.SH);
    var failed =
        assertThrows(HostException.CommandFailed.class, () -> run(shell, plan(logs("never"))));
    assertTrue(failed.said().args().toString().contains("cannot make"));
    assertEquals(List.of(), logged());
  }

  @Test
  void aLinkInPlaceOfThePrivateDirectoryIsRefused() throws Exception {
    Path elsewhere = Files.createDirectory(dir.resolve("elsewhere"));
    Files.createDirectories(jobs().getParent());
    Files.createSymbolicLink(jobs(), elsewhere);
    assertThrows(
        HostException.CommandFailed.class, () -> run(shell(Shells.SH), plan(logs("never"))));
    assertEquals(List.of(), logged());
  }

  @ParameterizedTest
  @MethodSource("shells")
  void theShortestJobsLeaveNoProcessBehind(Shells kind) throws Exception {
    String name = "short-" + kind.name().toLowerCase(Locale.ROOT) + ProcessHandle.current().pid();
    Guard never = Guard.status(SAID, Exec.reads("/bin/false"), 0);
    Plan plan = plan(List.of(), List.of(never), logs("a"));
    for (int i = 0; i < 8; i++) {
      Outcome outcome = Journal.follow(shell(kind), new Job(name + "-" + i, plan), _ -> {});
      assertInstanceOf(Verdict.GuardFailed.class, outcome.verdict());
    }
    Instant limit = Instant.now().plusSeconds(60);
    while (running(name)) {
      assertTrue(Instant.now().isBefore(limit), "a process of " + name + " runs on");
      Thread.sleep(200);
    }
  }

  /**
   * What runs a program may come late on a busy host, when the pipe it tells of the end has lost
   * its name: nobody waits for it then, and it waits for nobody.
   */
  @ParameterizedTest
  @MethodSource("shells")
  void theEndOfAProgramIsToldWithoutTheNameOfThePipe(Shells kind) throws Exception {
    String id = id();
    Path events = jobs().resolve(id).resolve("events");
    Exec remove = sh("rm " + events + " && echo gone >>" + dir.resolve("log"));
    Plan plan =
        plan(
            Step.of(SAID, remove),
            Step.of(SAID, log("next").within(Duration.ofSeconds(1))),
            Step.of(SAID, sh("test ! -e " + events)));
    Outcome outcome = Journal.follow(shell(kind), new Job(id, plan), _ -> {});
    assertEquals(new Verdict.Done(), outcome.verdict(), outcome::toString);
    assertEquals(List.of("gone", "next"), logged());
  }

  private static boolean running(String name) {
    return ProcessHandle.allProcesses()
        .flatMap(process -> process.info().commandLine().stream())
        .anyMatch(line -> line.contains(name));
  }
}
