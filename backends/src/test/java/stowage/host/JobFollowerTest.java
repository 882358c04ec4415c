package stowage.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.config.StorageConfig;
import stowage.config.StorageId;
import stowage.conformance.LocalHost;
import stowage.exec.Dropping;
import stowage.exec.Exec;
import stowage.exec.Flaky;
import stowage.exec.Guard;
import stowage.exec.HostException;
import stowage.exec.Job;
import stowage.exec.Outcome;
import stowage.exec.Plan;
import stowage.exec.Result;
import stowage.exec.Shell;
import stowage.message.Message;
import stowage.schema.Draft;
import stowage.type.Provisioning;
import stowage.volume.ImageFormat;
import stowage.volume.Size;

/** Links that break while a host is at work. */
class JobFollowerTest {
  private static final List<Duration> SHORT =
      List.of(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(1));
  private static final Draft NEW = Draft.of("new1", "dir", Map.of("path", "/srv/new"));

  @TempDir Path root;
  private LocalHost machine;

  @BeforeEach
  void begin() throws Exception {
    machine = new LocalHost(root);
  }

  /** Bytes of the journal that get through before each break. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 40, 100, 150})
  void aLinkThatBreaksIsMendedAndTheJobRunsOnce(int bytes) throws Exception {
    Dropping link = new Dropping(machine.shell(), 3, bytes);
    Proposal proposal = new Host("here", machine.shell()).planAdd(NEW);
    List<Outcome> told = new ArrayList<>();
    Outcome outcome =
        new JobFollower(link, SHORT).follow(new Job(name(), proposal.plan()), told::add);
    assertTrue(outcome.done());
    assertEquals(4, link.opened());
    assertEquals("dir: new1\n\tpath /srv/new\n\n", machine.read(StorageConfig.PATH));
    assertEquals(outcome, told.getLast());
    assertEquals(proposal.plan().steps().size(), outcome.steps().size(), "no step ran twice");
  }

  @Test
  void aLinkThatStaysBrokenNamesTheJobWhichGoesOn() throws Exception {
    Proposal proposal = new Host("here", machine.shell()).planAdd(NEW);
    Job job = new Job(name(), proposal.plan());
    HostException.Unreachable broken =
        assertThrows(
            HostException.Unreachable.class,
            () ->
                new JobFollower(new Dropping(machine.shell(), 99, 10), SHORT).follow(job, _ -> {}));
    assertEquals(job.id(), broken.job().orElseThrow());
    Outcome outcome = new Host("here", machine.shell()).attach(job.id(), proposal, _ -> {});
    assertTrue(outcome.done());
    assertTrue(machine.read(StorageConfig.PATH).contains("new1"));
  }

  @Test
  void aJobThatNeverArrivedCannotBeAttachedTo() throws Exception {
    Host host = new Host("here", machine.shell());
    Proposal proposal = host.planAdd(NEW);
    HostException.Conflict gone =
        assertThrows(HostException.Conflict.class, () -> host.attach(name(), proposal, _ -> {}));
    assertEquals("host.job-gone", gone.said().key());
    assertFalse(Files.exists(machine.at(StorageConfig.PATH)));
  }

  @Test
  void aLockThatCannotBeHadAtAllIsNoMatterOfWaiting() throws Exception {
    Host host = new Host("here", machine.shell());
    Proposal proposal = host.planAdd(NEW);
    machine.write("/var/lock", "a file where the directory should be");
    HostException.CommandFailed failed =
        assertThrows(
            HostException.CommandFailed.class, () -> host.apply(proposal, name(), _ -> {}));
    assertTrue(failed.said().args().getLast().toString().contains("irectory"), failed::getMessage);
  }

  @Test
  void aGuardThatCouldNotLookIsNoConflict() throws Exception {
    Guard guard =
        Guard.status(
            Message.of("host.config-changed"),
            Exec.reads("/bin/x").within(Duration.ofSeconds(5)),
            0);
    Plan plan = new Plan(Message.of("step.test"), List.of(), List.of(guard), List.of());
    JobFollower follower = new JobFollower(machine.shell(), SHORT);
    Result late = new Result(Result.Ending.TIMED_OUT, 0, new byte[0], new byte[0]);
    Result refused = Result.exited(1, "", "sudo: a password is required\n");
    Result other = Result.exited(1, "", "");
    assertThrows(HostException.TimedOut.class, () -> follower.settled(differs(late), plan));
    assertThrows(HostException.CommandFailed.class, () -> follower.settled(differs(refused), plan));
    assertThrows(HostException.Conflict.class, () -> follower.settled(differs(other), plan));
  }

  private static Outcome differs(Result answer) {
    return new Outcome(new Outcome.Verdict.GuardFailed(0, answer), List.of());
  }

  /** However many commands get through, the host ends as before or as planned. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void addingAndAllocatingOverALinkThatBreaksLeavesNothingHalfDone(int commands) throws Exception {
    Flaky link = new Flaky(machine.shell(), commands);
    StorageId pool = new StorageId(NEW.id());
    attempt(() -> apply(link, new Host("here", link).planAdd(NEW)));
    boolean added = Files.exists(machine.at(StorageConfig.PATH));
    if (added) {
      assertEquals("dir: new1\n\tpath /srv/new\n\n", machine.read(StorageConfig.PATH));
    } else {
      assertFalse(Files.exists(machine.at("/srv/new")));
      link.mend(99);
      apply(link, new Host("here", link).planAdd(NEW));
    }
    link.mend(commands);
    attempt(() ->
        apply(
            link,
            new Host("here", link)
                .planAllocate(
                    pool, new Provisioning.Order(100, null, ImageFormat.RAW, Size.mib(1)))));
    Path image = machine.at("/srv/new/images/100/vm-100-disk-0.raw");
    assertTrue(!Files.exists(image) || Files.size(image) == 1 << 20);
  }

  private interface Work {
    void run() throws Exception;
  }

  private static void attempt(Work work) throws Exception {
    try {
      work.run();
    } catch (HostException.Unreachable _) {
      // That is what a broken link says; what counts is the host's state afterwards.
    }
  }

  private static void apply(Shell link, Proposal proposal) throws HostException {
    Job job = new Job(name(), proposal.plan());
    assertTrue(new JobFollower(link, List.of()).follow(job, _ -> {}).done());
  }

  private static String name() {
    return "drop-" + Long.toString(System.nanoTime(), 36);
  }
}
