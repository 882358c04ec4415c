package stowage.ui.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import javafx.application.Platform;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.Input;
import stowage.exec.Lock;
import stowage.exec.Outcome.Verdict;
import stowage.exec.Plan;
import stowage.exec.Secret;
import stowage.exec.Step;
import stowage.host.Host;
import stowage.host.Proposal;
import stowage.message.Message;
import stowage.text.Texts;
import stowage.ui.OpenDemo;
import stowage.ui.Screen;
import stowage.ui.tasks.TaskModel.Phase;
import stowage.ui.work.Background;
import stowage.volume.Size;
import stowage.words.Words;

/** Changes on the demo host that are stopped, or outlive the program that began them. */
class TasksTest {
  private static final Message MADE = Message.of("step.volume-remove", "a", "b");

  @TempDir Path folder;
  private OpenDemo demo;
  private KeptJobs kept;
  private final Background background = new Background(Platform::runLater, e -> {});

  @BeforeEach
  void open() {
    demo = new OpenDemo(folder);
    kept = new KeptJobs(folder.resolve("jobs"));
  }

  @AfterEach
  void close() throws Exception {
    demo.close();
  }

  private static Step step(String... argv) {
    return Step.of(MADE, Exec.changes(argv));
  }

  private static Proposal proposal(Step... steps) {
    Plan plan = new Plan(MADE, List.of(), List.of(), List.of(steps));
    return new Proposal(plan, null, List.of(), null);
  }

  private TasksModel tasks() throws Exception {
    return Screen.on(() -> {
      TasksModel made = new TasksModel(background, kept);
      made.recall();
      return made;
    });
  }

  private static TaskModel started(TasksModel tasks, Host host, Proposal proposal)
      throws Exception {
    TaskModel task = Screen.on(() -> tasks.start(host, proposal, _ -> {}));
    OpenDemo.await(() -> task.outcome().isPresent());
    return task;
  }

  @Test
  void aChangeIsFoundAgainByTheNextStart() throws Exception {
    Host first = demo.connect();
    TaskModel before =
        started(
            tasks(),
            first,
            proposal(step("/usr/bin/sleep", "2"), step("/usr/bin/mkdir", "/tmp/made-meanwhile")));
    // The program ends: its connection with it.
    first.close();
    OpenDemo.await(() -> before.phase().get() instanceof Phase.Lost);
    TasksModel next = tasks();
    assertEquals(1, next.tasks().size());
    TaskModel task = next.tasks().getFirst();
    assertInstanceOf(Phase.Adrift.class, task.phase().get());
    assertEquals(MADE, task.proposal().plan().title());
    try (Host again = demo.connect()) {
      Screen.on(() -> {
        next.attach(again, _ -> {});
        return true;
      });
      OpenDemo.await(() -> task.phase().get() instanceof Phase.Ended);
      assertEquals(new Verdict.Done(), task.outcome().orElseThrow().verdict());
      assertEquals(2, task.outcome().orElseThrow().steps().size());
    }
    OpenDemo.await(() -> kept.all().isEmpty());
  }

  @Test
  void aStoppedChangeTakesBackWhatItDid() throws Exception {
    try (Host host = demo.connect()) {
      TasksModel tasks = tasks();
      Step made =
          step("/usr/bin/mkdir", "/tmp/taken-back")
              .undoneBy(Exec.changes("/usr/bin/rmdir", "/tmp/taken-back"));
      TaskModel task =
          started(
              tasks,
              host,
              proposal(made, step("/usr/bin/sleep", "2"), step("/usr/bin/mkdir", "/tmp/never")));
      assertTrue(task.whyNotStop().isEmpty());
      Screen.on(() -> {
        tasks.stop(host, task);
        return true;
      });
      OpenDemo.await(() -> task.phase().get() instanceof Phase.Ended);
      assertInstanceOf(Verdict.Undone.class, task.outcome().orElseThrow().verdict());
      String said = TaskWords.say(task, new Words(Texts.of(Locale.ENGLISH)));
      assertTrue(said.startsWith("Stopped before"), said);
    }
  }

  @Test
  void pastWhatStaysThereIsNoStopping() throws Exception {
    try (Host host = demo.connect()) {
      Step lasting = step("/usr/bin/mkdir", "/tmp/lasting").irreversible();
      TaskModel task =
          started(
              tasks(), host, proposal(lasting, step("/usr/bin/sleep", "2"), step("/usr/bin/true")));
      OpenDemo.await(() -> !task.outcome().orElseThrow().steps().isEmpty());
      assertEquals("ui.task-passed", task.whyNotStop().orElseThrow().key());
      OpenDemo.await(() -> task.phase().get() instanceof Phase.Ended);
    }
  }

  @Test
  void whatIsKeptIsEnoughToFollowAndHoldsNoInput() throws Exception {
    Message title = Message.of("step.volume-resize", new Size(5), Message.of("ui.host"), 7);
    Plan plan =
        new Plan(
            title,
            List.of(new Lock.File("/run/lock/x"), new Lock.Cluster("storage-x")),
            List.of(Guard.status(MADE, Exec.reads("/usr/bin/test", "-e", "/x"), 1)),
            List.of(
                Step.of(
                        MADE,
                        Exec.changes("/usr/bin/dd", "of=/x")
                            .with(
                                new Input.Hidden(
                                    Secret.of("geheim".getBytes(StandardCharsets.UTF_8)))))
                    .irreversible()));
    kept.keep(
        new KeptJobs.Kept(
            "stowage-1",
            "pve1",
            Instant.ofEpochMilli(1234),
            new Proposal(plan, "d", List.of(), "m")));
    Plan read = kept.all().getFirst().proposal().plan();
    assertEquals("pve1", kept.all().getFirst().host());
    assertEquals(plan.locks(), read.locks());
    assertEquals(plan.title().key(), read.title().key());
    assertEquals(
        List.of(new Size(5), Message.of("ui.host"), 7L), read.title().args(), "whole numbers");
    assertEquals(MADE, read.guards().getFirst().otherwise());
    assertInstanceOf(Step.Undo.Impossible.class, read.steps().getFirst().undo());
    assertFalse(Files.readString(folder.resolve("jobs/stowage-1.json")).contains("Z2VoZWlt"));
    assertFalse(Files.readString(folder.resolve("jobs/stowage-1.json")).contains("geheim"));
    kept.forget("stowage-1");
    assertEquals(List.of(), kept.all());
  }
}
