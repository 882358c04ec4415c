package stowage.ui.tasks;

import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.util.Subscription;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import stowage.exec.Outcome.Verdict;
import stowage.ui.frame.Desk;
import stowage.ui.frame.Page;
import stowage.ui.look.Look;
import stowage.ui.look.StatusMark;

/** One line at the window's foot for the newest change; gone when it has been put away. */
public final class TaskStrip {
  private final Desk desk;
  private final StatusMark mark = new StatusMark();
  private final Label text = new Label();
  private final ProgressBar progress = new ProgressBar();
  private final StopButton stop;
  private final HBox row;
  private final Subscription following;

  public TaskStrip(Desk desk) {
    this.desk = desk;
    stop = new StopButton(desk);
    progress.setPrefWidth(144);
    progress.setMinWidth(144);
    text.setMinWidth(0);
    row =
        Look.row(
            12,
            mark,
            text,
            Look.spring(),
            progress,
            stop.node(),
            Look.button(
                desk.say("ui.task-open"),
                MaterialDesignP.PLAYLIST_CHECK,
                () -> desk.open(new Page.Tasks())),
            Look.iconButton(desk.say("ui.task-hide"), MaterialDesignC.CLOSE, this::hide));
    row.getStyleClass().add("strip");
    row.setPadding(new Insets(4, 12, 4, 12));
    following = desk.tasks().version().subscribe((_, _) -> show());
    show();
  }

  public Node node() {
    return row;
  }

  public void close() {
    following.unsubscribe();
  }

  private void hide() {
    row.setVisible(false);
    row.setManaged(false);
  }

  private void show() {
    if (desk.tasks().tasks().isEmpty()) {
      hide();
      return;
    }
    TaskModel task = desk.tasks().tasks().getFirst();
    row.setVisible(true);
    row.setManaged(true);
    mark.show(desk.words(), TaskWords.status(task.phase().get()), "");
    text.setText(
        task.host()
            + ": "
            + desk.words().say(task.proposal().plan().title())
            + " – "
            + TaskWords.say(task, desk.words()));
    stop.show(task);
    progress.setVisible(task.running());
    progress.setManaged(task.running());
    progress.setProgress(part(task));
    progress.setAccessibleText(text.getText());
  }

  private static double part(TaskModel task) {
    int steps = task.proposal().plan().steps().size();
    return task.outcome()
        .map(o -> o.verdict() instanceof Verdict.Running(int step) ? (double) step / steps : 1)
        .orElse(ProgressBar.INDETERMINATE_PROGRESS);
  }
}
