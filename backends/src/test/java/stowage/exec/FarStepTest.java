package stowage.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.exec.Outcome.Verdict;
import stowage.exec.Step.Leniency;

/**
 * Steps that work on a further host, on real shells: when the way there breaks, nobody knows
 * whether the program over there went on, and the job must not say that all is as before.
 */
@Execution(ExecutionMode.CONCURRENT)
class FarStepTest extends OnShells {
  private static final AtomicInteger IDS = new AtomicInteger();
  private static final String BROKEN = "client_loop: send disconnect: Broken pipe";

  private Verdict run(Shells kind, Step... steps) throws HostException {
    Plan plan = new Plan(SAID, List.of(), List.of(), List.of(steps));
    return Journal.follow(shell(kind), new Job("far-job-" + IDS.incrementAndGet(), plan), _ -> {})
        .verdict();
  }

  /** A program that a further host runs, as far as this one's shell can tell. */
  private Exec far(String deed, String lastWord, int status) {
    return Exec.changes("/bin/sh", "-c", "echo \"$1\" >>\"$2\"; echo \"$3\" >&2; exit \"$4\"")
        .and("/usr/bin/ssh", deed, dir.resolve("log").toString(), lastWord, "" + status);
  }

  private Exec near(String deed, int status) {
    return Exec.changes("/bin/sh", "-c", "echo \"$1\" >>\"$2\"; exit \"$3\"")
        .and("sh", deed, dir.resolve("log").toString(), "" + status);
  }

  private Step first() {
    return Step.of(SAID, near("one", 0)).undoneBy(near("-one", 0));
  }

  private List<String> logged() throws IOException {
    return Files.readAllLines(dir.resolve("log"));
  }

  @ParameterizedTest
  @MethodSource("shells")
  void aBrokenWayDuringWhatCannotBeTakenBackLeavesDoubt(Shells kind) throws Exception {
    Step gone = Step.of(SAID, far("destroyed", BROKEN, 255)).irreversible();
    assertEquals(new Verdict.Stuck(1), run(kind, first(), gone));
    assertEquals(List.of("one", "destroyed", "-one"), logged());
  }

  @ParameterizedTest
  @MethodSource("shells")
  void whatMayHaveBeenDoneIsNotTakenBackBlindly(Shells kind) throws Exception {
    Step made = Step.of(SAID, far("made", BROKEN, 255)).undoneBy(near("-made", 0));
    assertEquals(new Verdict.Stuck(1), run(kind, first(), made));
    assertEquals(List.of("one", "made", "-one"), logged());
  }

  @ParameterizedTest
  @MethodSource("shells")
  void aSafeUndoMakesItAsBeforeIfItEndsWell(Shells kind) throws Exception {
    Step undone = Step.of(SAID, far("made", BROKEN, 255)).undoneEvenHalfwayBy(near("-made", 0));
    assertEquals(new Verdict.Undone(1), run(kind, first(), undone));
    assertEquals(List.of("one", "made", "-made", "-one"), logged());
    Step still =
        Step.of(SAID, far("made", BROKEN, 255)).undoneEvenHalfwayBy(far("-made", BROKEN, 255));
    assertEquals(new Verdict.Stuck(0), run(kind, still));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ssh: connect to host 192.0.2.70 port 22: Connection refused",
        "ssh: Could not resolve hostname nas: Name or service not known",
        "Host key verification failed.",
        "root@192.0.2.70: Permission denied (publickey)."
      })
  void whoNeverGotThereHasDoneNothing(String word) throws Exception {
    Step never = Step.of(SAID, far("tried", word, 255)).irreversible();
    assertEquals(new Verdict.Undone(1), run(Shells.SH, first(), never));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        BROKEN,
        "Timeout, server 192.0.2.70 not responding.",
        "Connection to 192.0.2.70 closed by remote host.",
        "cannot destroy 'tank/vm-1': ssh: connect to host nas",
        "it's \"$HOME\" * \\",
        ""
      })
  void anyOtherLastWordLeavesDoubt(String word) throws Exception {
    Step lost = Step.of(SAID, far("tried", word, 255)).irreversible();
    assertEquals(new Verdict.Stuck(1), run(Shells.SH, first(), lost));
  }

  @Test
  void whatTheProgramOverThereSaysCountsAsBefore() throws Exception {
    Step refused = Step.of(SAID, far("refused", "dataset is busy", 1)).irreversible();
    assertEquals(new Verdict.Undone(1), run(Shells.SH, first(), refused));
    Step ignored =
        Step.of(SAID, far("gone", "dataset does not exist", 1))
            .irreversible()
            .forgiving(Leniency.ignoring("does not exist"));
    assertEquals(new Verdict.Done(), run(Shells.SH, ignored));
  }

  @Test
  void theSameStatusOfAProgramHereIsAnOrdinaryFailure() throws Exception {
    Step here = Step.of(SAID, near("tried", 255)).irreversible();
    assertEquals(new Verdict.Undone(1), run(Shells.SH, first(), here));
  }

  @Test
  void whatWasSaidBeforeTheWayBrokeForgivesNothing() throws Exception {
    Step lost =
        Step.of(SAID, far("tried", "dataset does not exist; " + BROKEN, 255))
            .irreversible()
            .forgiving(new Leniency(List.of("not exist"), List.of("not exist"), 3, false));
    assertEquals(new Verdict.Stuck(0), run(Shells.SH, lost));
    assertEquals(List.of("tried"), logged(), "and it is not tried again, either");
  }

  @Test
  void whatNobodyWaitsForHoldsNothingUp() throws Exception {
    Step optional =
        Step.of(SAID, far("tried", BROKEN, 255)).irreversible().forgiving(Leniency.OPTIONAL);
    Step second = Step.of(SAID, near("two", 0));
    assertEquals(new Verdict.Done(), run(Shells.SH, optional, second));
    Step fails = Step.of(SAID, near("three", 1)).undoneEvenHalfwayBy(near("-three", 1));
    assertEquals(
        new Verdict.Undone(2),
        run(Shells.SH, optional, second, fails),
        "the doubt was the first's");
  }

  @Test
  void whatLeavesNothingBehindLeavesNoDoubt() throws Exception {
    Step look = Step.of(SAID, far("looked", BROKEN, 255));
    assertEquals(new Verdict.Undone(1), run(Shells.SH, first(), look));
  }

  @Test
  void oneThatTookTooLongMayStillBeAtWorkOverThere() throws Exception {
    Exec slow =
        Exec.changes("/bin/sh", "-c", "sleep 30", "/usr/bin/ssh").within(Duration.ofSeconds(1));
    Step lost = Step.of(SAID, slow).undoneEvenHalfwayBy(near("-slow", 1));
    assertEquals(new Verdict.Stuck(0), run(Shells.SH, lost));
    Step undone = Step.of(SAID, slow).undoneEvenHalfwayBy(near("-slow", 0));
    assertEquals(new Verdict.Undone(0), run(Shells.SH, undone));
  }

  @Test
  void anUndoThatGetsLostLeavesItStuck() throws Exception {
    Step made = Step.of(SAID, far("made", "", 0)).undoneBy(far("-made", BROKEN, 255));
    assertEquals(new Verdict.Stuck(1), run(Shells.SH, made, Step.of(SAID, near("fails", 1))));
  }
}
