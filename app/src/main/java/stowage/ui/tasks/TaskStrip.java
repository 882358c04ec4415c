package stowage.ui.tasks;

import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.util.Subscription;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import stowage.ui.frame.Desk;
import stowage.ui.frame.Page;
import stowage.ui.look.Look;
import stowage.ui.look.StatusMark;

/** One line at the window's foot for the change at work or the newest; gone when it is put away. */
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
    following =
        Subscription.combine(
            desk.tasks().version().subscribe((_, _) -> show()),
            desk.tasks().pulse().subscribe((_, _) -> tell()));
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
    TaskModel task = shown();
    row.setVisible(true);
    row.setManaged(true);
    mark.show(desk.words(), TaskWords.status(task.phase().get()), "");
    stop.show(task);
    progress.setVisible(task.running());
    progress.setManaged(task.running());
    tell();
  }

  /** The newest one that runs; a long upload is not put away by what was done meanwhile. */
  private TaskModel shown() {
    var tasks = desk.tasks().tasks();
    return tasks.stream().filter(TaskModel::running).findFirst().orElse(tasks.getFirst());
  }

  private void tell() {
    TaskModel task = shown();
    text.setText(
        task.host()
            + ": "
            + desk.words().say(task.proposal().plan().title())
            + " – "
            + TaskWords.say(task, desk.words()));
    progress.setProgress(TaskWords.part(task));
    progress.setAccessibleText(text.getText());
  }
}
