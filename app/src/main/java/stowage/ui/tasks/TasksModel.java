package stowage.ui.tasks;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import stowage.host.Host;
import stowage.host.Proposal;
import stowage.ui.work.Background;

/** Changes that run or have run since the program started, newest first. */
public final class TasksModel {
  private static final int KEPT = 200;

  private final Background background;
  private final ObservableList<TaskModel> tasks = FXCollections.observableArrayList();
  private final ObservableList<TaskModel> shown = FXCollections.unmodifiableObservableList(tasks);

  private final ReadOnlyIntegerWrapper version = new ReadOnlyIntegerWrapper();

  public TasksModel(Background background) {
    this.background = background;
  }

  public ObservableList<TaskModel> tasks() {
    return shown;
  }

  /** Grows whenever a change was started or got on. */
  public ReadOnlyIntegerProperty version() {
    return version.getReadOnlyProperty();
  }

  private void move(TaskModel task, TaskModel.Phase phase) {
    task.move(phase);
    version.set(version.get() + 1);
  }

  /**
   * Applies the proposal.
   *
   * @param ended told when it has ended, well or not; the task's phase tells how
   */
  public TaskModel start(Host host, Proposal proposal, Consumer<TaskModel> ended) {
    TaskModel task = new TaskModel(host.name(), proposal, Instant.now());
    tasks.addFirst(task);
    version.set(version.get() + 1);
    if (tasks.size() > KEPT && !tasks.getLast().running()) {
      tasks.removeLast();
    }
    String id = "stowage-" + UUID.randomUUID().toString().toLowerCase(Locale.ROOT);
    background
        .run(() ->
            host.apply(
                proposal,
                id,
                sofar -> background.show(() -> move(task, new TaskModel.Phase.Running(sofar)))))
        .then(outcome -> {
          move(task, new TaskModel.Phase.Ended(outcome));
          ended.accept(task);
        })
        .failed(why -> {
          move(task, new TaskModel.Phase.Lost(why));
          ended.accept(task);
        });
    return task;
  }
}
