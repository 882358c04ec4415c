package stowage.ui.plan;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import stowage.ui.frame.Desk;
import stowage.ui.look.Look;
import stowage.ui.tasks.StopButton;
import stowage.ui.tasks.TaskModel;
import stowage.ui.tasks.TaskWords;

/** How far a change has come: its steps, its data where they pass here, the way to stop it. */
final class Progress {
  private final Desk desk;
  private final TaskModel task;
  private final VBox steps = new VBox(8);
  private final VBox list = new VBox(8);
  private final ProgressBar bar = new ProgressBar();
  private final Label far = Look.text("");
  private final StopButton stop;

  /**
   * @param passes whether data pass through this computer
   */
  Progress(Desk desk, TaskModel task, boolean passes) {
    this.desk = desk;
    this.task = task;
    stop = new StopButton(desk);
    bar.setMaxWidth(Double.MAX_VALUE);
    if (passes) {
      steps.getChildren().addAll(bar, far);
    }
    steps.getChildren().add(list);
  }

  /** Shows it as it is, until this is unsubscribed. */
  Subscription following() {
    return Subscription.combine(
        desk.tasks()
            .version()
            .subscribe(_ -> {
              stop.show(task);
              list.getChildren().setAll(StepList.of(task, desk.words()));
              tell();
            }),
        desk.tasks().pulse().subscribe((_, _) -> tell()));
  }

  private void tell() {
    far.setText(TaskWords.say(task, desk.words()));
    bar.setProgress(TaskWords.part(task));
    bar.setAccessibleText(far.getText());
  }

  Node node() {
    return steps;
  }

  Node stop() {
    return stop.node();
  }
}
