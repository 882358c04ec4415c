package stowage.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.message.Message;

/** What can't even be said to a host. */
class CommandRulesTest {
  private static final Message SAID = Message.of("x");
  private static final Exec READS = Exec.reads("/bin/a", "b");
  private static final Exec CHANGES = Exec.changes("/bin/c");

  @ParameterizedTest
  @ValueSource(strings = {"", "ls", "./ls", "~/ls", " /bin/ls"})
  void aProgramIsNamedByItsAbsolutePath(String program) {
    assertThrows(IllegalArgumentException.class, () -> Exec.reads(program));
    assertThrows(IllegalArgumentException.class, () -> Exec.changes(program));
    assertThrows(IllegalArgumentException.class, () -> Exec.reads());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "\r", "a\0", "\n"})
  void noWordHoldsALineBreakOrNul(String word) {
    assertThrows(IllegalArgumentException.class, () -> Exec.reads("/bin/a", word));
    assertThrows(IllegalArgumentException.class, () -> READS.and(word));
    assertThrows(IllegalArgumentException.class, () -> READS.and(List.of("x", word)));
    assertThrows(IllegalArgumentException.class, () -> READS.through("/bin/" + word));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "'", "\"", "$(x)", "`x`", "\\", "*", "-rf", "한글", "\t", "\u001b"})
  void anyOtherWordIsOne(String word) {
    assertEquals(List.of("/bin/a", word), Exec.reads("/bin/a", word).argv());
    assertEquals(List.of("/bin/a", word), Quoting.split(Exec.reads("/bin/a", word).shown()));
  }

  @Test
  void limitsAreAtLeastOneSecondAndOneByte() {
    assertThrows(IllegalArgumentException.class, () -> READS.within(Duration.ofMillis(999)));
    assertThrows(IllegalArgumentException.class, () -> READS.within(Duration.ofSeconds(-1)));
    assertThrows(IllegalArgumentException.class, () -> READS.keeping(0));
    assertEquals(1, READS.within(Duration.ofSeconds(1)).keeping(1).outputLimit());
  }

  @Test
  void whatIsAddedLeavesTheRestAsItIs() {
    Exec whole = READS.asRoot().within(Duration.ofSeconds(7)).keeping(9).with(new Input.Text("in"));
    Exec more = whole.and("c").through("/usr/bin/sudo", "-n", "--");
    assertEquals(List.of("/usr/bin/sudo", "-n", "--", "/bin/a", "b", "c"), more.argv());
    assertEquals(whole.input(), more.input());
    assertEquals(whole.identity(), more.identity());
    assertEquals(whole.effect(), more.effect());
    assertEquals(whole.limit(), more.limit());
    assertEquals(whole.outputLimit(), more.outputLimit());
    assertEquals(List.of("/bin/a", "b"), whole.argv());
  }

  @Test
  void onlyWhatReadsMayCheckOrAsk() {
    assertThrows(IllegalArgumentException.class, () -> Guard.status(SAID, CHANGES, 0));
    assertThrows(IllegalArgumentException.class, () -> Probe.of(CHANGES, _ -> Reading.known("x")));
    assertThrows(
        IllegalArgumentException.class,
        () -> Probe.of(List.of(READS, CHANGES), _ -> Reading.known("x")));
  }

  @Test
  void aBatchHasNoInputsAndChangesWhenOneOfItsProgramsDoes() {
    assertThrows(
        IllegalArgumentException.class, () -> Batch.of(List.of(READS.with(new Input.Text("x")))));
    assertFalse(Batch.of(List.of(READS, READS)).changesHost());
    assertTrue(Batch.of(List.of(READS, CHANGES)).changesHost());
    assertFalse(Batch.of(List.of()).changesHost());
    assertEquals(
        List.of("/bin/sudo /bin/a b"),
        Batch.of(List.of(READS)).map(e -> e.through("/bin/sudo")).programs().stream()
            .map(Exec::shown)
            .toList());
  }

  private static Step step(Input input) {
    return Step.of(SAID, CHANGES.with(input));
  }

  private static List<Lock> files(int count) {
    return Collections.nCopies(count, new Lock.File("/run/lock/x"));
  }

  @ParameterizedTest
  @CsvSource({"4, false, true", "5, false, false", "2, true, true", "3, true, false"})
  void aJobHoldsSoManyFileLocks(int locks, boolean streams, boolean possible) {
    List<Step> steps = List.of(step(streams ? new Input.Streamed() : Input.NONE));
    if (possible) {
      assertEquals(streams, new Plan(SAID, files(locks), List.of(), steps).streams());
    } else {
      assertThrows(
          IllegalArgumentException.class, () -> new Plan(SAID, files(locks), List.of(), steps));
    }
  }

  @Test
  void onlyOneStepReadsTheStreamAndLocksEndWithinThePlan() {
    List<Step> two = List.of(step(new Input.Streamed()), step(new Input.Streamed()));
    assertThrows(IllegalArgumentException.class, () -> new Plan(SAID, List.of(), List.of(), two));
    List<Step> one = List.of(step(Input.NONE));
    for (int locked : new int[] {-1, 2}) {
      assertThrows(
          IllegalArgumentException.class, () -> new Plan(SAID, List.of(), List.of(), one, locked));
    }
    assertEquals(1, new Plan(SAID, List.of(), List.of(), one).lockedSteps());
  }

  @Test
  void everyProgramOfAPlanCanBeReplaced() {
    Plan plan =
        new Plan(
            SAID,
            files(1),
            List.of(Guard.status(SAID, READS, 3)),
            List.of(
                Step.of(SAID, CHANGES).undoneEvenHalfwayBy(CHANGES, READS),
                Step.of(SAID, CHANGES).irreversible(),
                Step.of(SAID, CHANGES).forgiving(Step.Leniency.OPTIONAL)),
            2);
    Plan mapped = plan.map(e -> e.through("/bin/sudo"));
    assertEquals("/bin/sudo /bin/a b", mapped.guards().getFirst().check().shown());
    assertEquals(3, mapped.guards().getFirst().status());
    assertTrue(
        mapped.steps().stream().allMatch(s -> s.command().shown().equals("/bin/sudo /bin/c")));
    Step.Undo.By undo = (Step.Undo.By) mapped.steps().getFirst().undo();
    assertTrue(undo.partial());
    assertEquals(
        List.of("/bin/sudo /bin/c", "/bin/sudo /bin/a b"),
        undo.commands().stream().map(Exec::shown).toList());
    assertEquals(new Step.Undo.Impossible(), mapped.steps().get(1).undo());
    assertTrue(mapped.steps().get(2).leniency().optional());
    assertEquals(2, mapped.lockedSteps());
    assertEquals(plan.locks(), mapped.locks());
  }

  @ParameterizedTest
  @CsvSource({
    "job-0001, true",
    "0123456789abcdef, true",
    "short-1, false",
    "-job-0001, false",
    "Job-00001, false",
    "job_00001, false",
    "../../etc/x, false",
    "job 00001, false",
    "'', false"
  })
  void anIdIsTheNameOfADirectoryAndNothingElse(String id, boolean possible) {
    Plan plan = new Plan(SAID, List.of(), List.of(), List.of());
    if (possible) {
      assertEquals(id, new Job(id, plan).followed().stopped().id());
    } else {
      assertThrows(IllegalArgumentException.class, () -> new Job(id, plan));
    }
    assertThrows(IllegalArgumentException.class, () -> new Job("a".repeat(65), plan));
  }

  @Test
  void onlyFollowingAJobChangesNothing() {
    Job job = new Job("job-0001", new Plan(SAID, List.of(), List.of(), List.of()));
    assertTrue(job.changesHost());
    assertTrue(job.stopped().changesHost());
    assertFalse(job.followed().changesHost());
  }
}
