package stowage.exec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.message.Message;

/** Plans on the wire: what does not make sense as a whole is not run in part. */
class JobFormatTest {
  private static final Message SAID = Message.of("");
  private static final Exec CHANGE = Exec.changes("/bin/change", "a b", "it's");

  private static byte[] sent(Plan plan) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    JobFormat.write(out, new Job("job-0001", plan));
    return out.toByteArray();
  }

  private static Plan plan(List<Step> steps, int locked) {
    return new Plan(SAID, List.of(), List.of(), steps, locked);
  }

  private static Plan readBack(Plan plan) throws IOException {
    return JobFormat.read(new ByteArrayInputStream(sent(plan))).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "lasting",
        "partial",
        "ignored x",
        "retried x",
        "undo 5 /bin/a",
        "text YQ==",
        "hidden YQ==",
        "streamed",
        "lock",
        "lock file",
        "lock cluster x",
        "guard",
        "guard 5 0 0",
        "guard x 0 0 '' /bin/a",
        "guard 5 x 0 '' /bin/a",
        "guard 5 0 0 '%' /bin/a",
        "guard 5 0 0 '' relative",
        "step",
        "step 5 1 no",
        "step 5 1 no relative",
        "step 0 1 no /bin/a",
        "step -5 1 no /bin/a",
        "step x 1 no /bin/a",
        "step 99999999999999999999 1 no /bin/a",
        "step 5 x no /bin/a",
        "step 5 1 no '/bin/a",
        "step 5 1 no /bin/a\ntext %",
        "step 5 1 no /bin/a\nignored",
        "step 5 1 no /bin/a\nundo 5",
        "step 5 1 no /bin/a\nundo x /bin/b"
      })
  void aLineThatMakesNoSenseSpoilsThePlan(String lines) {
    byte[] bytes = (lines + "\ngo\n").getBytes(StandardCharsets.UTF_8);
    assertThrows(MalformedAnswer.class, () -> JobFormat.read(new ByteArrayInputStream(bytes)));
  }

  @Test
  void nothingButItsEndIsAPlanWithoutSteps() throws Exception {
    byte[] go = "go\nrest".getBytes(StandardCharsets.UTF_8);
    ByteArrayInputStream in = new ByteArrayInputStream(go);
    assertEquals(List.of(), JobFormat.read(in).orElseThrow().steps());
    assertEquals("rest", new String(in.readAllBytes(), StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void whereTheLocksEndIsKept(int locked) throws Exception {
    Step step = Step.of(SAID, CHANGE);
    Plan read = readBack(plan(List.of(step, step, step), locked));
    assertEquals(locked, read.lockedSteps());
    assertEquals(3, read.steps().size());
  }

  @Test
  void everythingThatDecidesAboutAStepIsKept() throws Exception {
    Step step =
        Step.of(SAID, CHANGE.within(Duration.ofMillis(1500)))
            .undoneEvenHalfwayBy(CHANGE, CHANGE.and("more"))
            .forgiving(new Step.Leniency(List.of("one", "two"), List.of("three"), 7, false));
    Step read = readBack(plan(List.of(step), 1)).steps().getFirst();
    assertEquals(CHANGE.argv(), read.command().argv());
    assertEquals(Duration.ofSeconds(2), read.command().limit(), "never less than was meant");
    assertEquals(step.leniency(), read.leniency());
    Step.Undo.By undo = assertInstanceOf(Step.Undo.By.class, read.undo());
    assertTrue(undo.partial());
    assertEquals(
        List.of(CHANGE.argv(), CHANGE.and("more").argv()),
        undo.commands().stream().map(Exec::argv).toList());
    Step lasting = Step.of(SAID, CHANGE).irreversible().forgiving(Step.Leniency.OPTIONAL);
    Step again = readBack(plan(List.of(lasting), 1)).steps().getFirst();
    assertEquals(new Step.Undo.Impossible(), again.undo());
    assertTrue(again.leniency().optional());
  }

  @Test
  void whereAProgramRunsIsNoMatterOfThePlan() throws Exception {
    Step far = Step.of(SAID, Exec.changes("/usr/bin/ssh", "root@nas", "zfs")).irreversible();
    assertTrue(new String(sent(plan(List.of(far), 1)), StandardCharsets.UTF_8).contains("\nfar "));
    Step read = readBack(plan(List.of(far), 1)).steps().getFirst();
    assertEquals(far.command().argv(), read.command().argv());
    assertEquals(new Step.Undo.Impossible(), read.undo());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "line\nline\n", "go\n", "'\"$`\\", "한글\0"})
  void inputsTravelAsTheyAre(String text) throws Exception {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Step shown = Step.of(SAID, CHANGE.with(new Input.Text(text)));
    Step hidden = Step.of(SAID, CHANGE.with(new Input.Hidden(Secret.of(bytes.clone()))));
    List<Step> read = readBack(plan(List.of(shown, hidden), 2)).steps();
    assertEquals(new Input.Text(text), read.getFirst().command().input());
    Input.Hidden secret = assertInstanceOf(Input.Hidden.class, read.getLast().command().input());
    assertArrayEquals(bytes, secret.secret().reveal());
  }

  @Test
  void aSecretIsReadableNowhereInThePlan() throws Exception {
    Secret secret = Secret.of("hush-hush".getBytes(StandardCharsets.UTF_8));
    Step step = Step.of(SAID, CHANGE.with(new Input.Hidden(secret)));
    String text = new String(sent(plan(List.of(step), 1)), StandardCharsets.UTF_8);
    assertFalse(text.contains("hush"), text);
    assertEquals(1, text.lines().filter(l -> l.startsWith("hidden ")).count());
  }

  @Test
  void locksAndGuardsAreKept() throws Exception {
    Plan plan =
        new Plan(
            SAID,
            List.of(new Lock.File("/run/my lock"), new Lock.Cluster("storage-a.b", "/etc/x y")),
            List.of(new Guard(SAID, Exec.reads("/bin/check"), 5, "first\n\0last")),
            List.of());
    Plan read = readBack(plan);
    assertEquals(plan.locks(), read.locks());
    assertEquals(5, read.guards().getFirst().status());
    assertEquals("first\n\0last", read.guards().getFirst().prefix());
  }
}
