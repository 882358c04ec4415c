package stowage.ui.tasks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import stowage.exec.Outcome;
import stowage.exec.Plan;
import stowage.host.Host;
import stowage.host.Proposal;
import stowage.message.Message;
import stowage.ui.tasks.TaskModel.Phase;
import stowage.ui.work.Background;

/**
 * Changes that run or have run since the program started, and those that were still running when it
 * ended the last time; newest first.
 */
public final class TasksModel {
  private static final int MOST = 200;
  private static final Duration BEAT = Duration.ofMillis(500);

  private final Background background;
  private final KeptJobs kept;
  private final ObservableList<TaskModel> tasks = FXCollections.observableArrayList();
  private final ObservableList<TaskModel> shown = FXCollections.unmodifiableObservableList(tasks);

  private final ReadOnlyIntegerWrapper version = new ReadOnlyIntegerWrapper();
  private final ReadOnlyIntegerWrapper pulse = new ReadOnlyIntegerWrapper();

  public TasksModel(Background background, KeptJobs kept) {
    this.background = background;
    this.kept = kept;
  }

  public ObservableList<TaskModel> tasks() {
    return shown;
  }

  /** Grows whenever a change was started or got on. */
  public ReadOnlyIntegerProperty version() {
    return version.getReadOnlyProperty();
  }

  /** Grows while data pass through this computer, so that it can be shown how far they are. */
  public ReadOnlyIntegerProperty pulse() {
    return pulse.getReadOnlyProperty();
  }

  private void move(TaskModel task, Phase phase) {
    task.move(phase);
    changed();
  }

  private void changed() {
    version.set(version.get() + 1);
  }

  /** Brings back what had not ended when the program did. */
  public void recall() throws IOException {
    kept.all().forEach(job -> tasks.addFirst(new TaskModel(job, new Phase.Adrift())));
    changed();
  }

  /**
   * Applies the proposal.
   *
   * @param ended told when it has ended, well or not; the task's phase tells how
   */
  public TaskModel start(Host host, Proposal proposal, Consumer<TaskModel> ended) {
    TaskModel task = new TaskModel(job(host, proposal), new Phase.Running(null));
    begin(task, progress -> host.apply(proposal, task.id(), progress), ended);
    return task;
  }

  /**
   * Applies a proposal whose data pass through this computer.
   *
   * @param host where its job runs
   * @param ended as for one without
   */
  public TaskModel start(Host host, Proposal proposal, Passage passage, Consumer<TaskModel> ended) {
    TaskModel task =
        new TaskModel(job(host, proposal), new Phase.Running(null), passage.flow(), false);
    begin(task, progress -> passage.run(task.id(), progress), ended);
    beat(task);
    return task;
  }

  /** Something that is done elsewhere than on the host, through it. */
  @FunctionalInterface
  public interface Elsewhere {
    /**
     * Blocks to its end.
     *
     * @param log takes what is told on the way, line by line
     */
    Phase.Told run(Consumer<String> log) throws Exception;
  }

  /**
   * Does what leaves no job on the host.
   *
   * @param ended as for a proposal
   */
  public TaskModel start(Host host, Message title, Elsewhere work, Consumer<TaskModel> ended) {
    Plan nothing = new Plan(title, List.of(), List.of(), List.of());
    TaskModel task =
        new TaskModel(
            job(host, new Proposal(nothing, null, List.of(), null)),
            new Phase.Running(null),
            null,
            true);
    add(task);
    background
        .run(() -> work.run(line -> background.show(() -> tell(task, line))))
        .then(told -> end(task, told, ended))
        .failed(why -> end(task, new Phase.Lost(why), ended));
    return task;
  }

  private void tell(TaskModel task, String line) {
    task.say(line);
    pulse.set(pulse.get() + 1);
  }

  private static KeptJobs.Kept job(Host host, Proposal proposal) {
    String id = "stowage-" + UUID.randomUUID().toString().toLowerCase(Locale.ROOT);
    return new KeptJobs.Kept(id, host.name(), Instant.now(), proposal);
  }

  private void begin(TaskModel task, Watched watched, Consumer<TaskModel> ended) {
    add(task);
    watch(
        task,
        progress -> {
          if (!task.local()) {
            // Before the host hears of it: what is under way must be found again.
            kept.keep(task.kept());
          }
          return watched.follow(progress);
        },
        ended);
  }

  private void add(TaskModel task) {
    tasks.addFirst(task);
    changed();
    if (tasks.size() > MOST && !tasks.getLast().running()) {
      tasks.removeLast();
    }
  }

  private void beat(TaskModel task) {
    background
        .run(() -> {
          Thread.sleep(BEAT);
          return true;
        })
        .then(_ -> {
          if (task.running()) {
            task.beat(System.nanoTime());
            pulse.set(pulse.get() + 1);
            beat(task);
          }
        });
  }

  /**
   * Watches what this host works on and nobody watches.
   *
   * @param ended told of each when it has ended
   */
  public void attach(Host host, Consumer<TaskModel> ended) {
    for (TaskModel task : List.copyOf(tasks)) {
      if (task.host().equals(host.name()) && task.unwatched()) {
        move(task, new Phase.Running(null));
        watch(task, progress -> host.attach(task.id(), task.proposal(), progress), ended);
      }
    }
  }

  /** Follows a job on the host, or what passes here, to its end. */
  @FunctionalInterface
  private interface Watched {
    Outcome follow(Consumer<Outcome> progress) throws Exception;
  }

  private void watch(TaskModel task, Watched watched, Consumer<TaskModel> ended) {
    background
        .run(() ->
            watched.follow(sofar -> background.show(() -> move(task, new Phase.Running(sofar)))))
        .then(outcome -> end(task, new Phase.Ended(outcome), ended))
        .failed(why -> end(task, new Phase.Lost(why), ended));
  }

  private void end(TaskModel task, Phase phase, Consumer<TaskModel> ended) {
    task.stopping(false);
    task.flow().ifPresent(Flow::end);
    move(task, phase);
    if (!task.unwatched()) {
      background.run(() -> {
        forget(task.id());
        return true;
      });
    }
    ended.accept(task);
  }

  private void forget(String id) {
    try {
      kept.forget(id);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the data that pass here; what the host makes of that is told by who watches it. */
  public void cut(TaskModel task) {
    task.flow().ifPresent(Flow::cut);
    task.stopping(true);
    changed();
  }

  /** Asks the host to stop it before its next step; how it ends is told by who watches it. */
  public void stop(Host host, TaskModel task) {
    task.stopping(true);
    changed();
    background
        .run(() -> host.stop(task.id(), task.proposal()))
        .then(_ -> {})
        .failed(_ -> {
          // Not told; whoever watches the job says what has become of it.
          task.stopping(false);
          changed();
        });
  }
}
