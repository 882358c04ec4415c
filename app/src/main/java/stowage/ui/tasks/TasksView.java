package stowage.ui.tasks;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import javafx.geometry.Insets;
import javafx.geometry.Orientation;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import stowage.ui.frame.Desk;
import stowage.ui.look.Look;
import stowage.ui.look.Rows;
import stowage.ui.look.StatusMark;
import stowage.ui.look.View;

/** All changes that the program knows of, with the log of the chosen one. */
public final class TasksView implements View {
  private final Desk desk;
  private final VBox page = new VBox(12);
  private final TableView<TaskModel> table;
  private final Label result = Look.text("");
  private final TextArea log = new TextArea();
  private final StopButton stop;
  private final Subscription following;

  public TasksView(Desk desk) {
    this.desk = desk;
    table = table();
    log.setEditable(false);
    log.getStyleClass().add("monospace");
    log.setAccessibleText(desk.say("ui.task-log"));
    stop = new StopButton(desk);
    HBox.setHgrow(result, Priority.ALWAYS);
    result.setMaxWidth(Double.MAX_VALUE);
    VBox detail = new VBox(8, Look.row(12, result, stop.node()), log);
    detail.setPadding(new Insets(8, 0, 0, 0));
    VBox.setVgrow(log, Priority.ALWAYS);
    SplitPane split = new SplitPane(table, detail);
    split.setOrientation(Orientation.VERTICAL);
    split.setDividerPositions(0.5);
    VBox.setVgrow(split, Priority.ALWAYS);
    page.getChildren().addAll(Look.heading(desk.say("ui.tasks")), split);
    page.setPadding(new Insets(16, 24, 24, 24));
    table.getSelectionModel().selectedItemProperty().addListener((_, _, _) -> showChosen());
    following =
        Subscription.combine(
            desk.tasks().version().subscribe((_, _) -> show()),
            desk.tasks().pulse().subscribe((_, _) -> tell()));
    show();
  }

  private TableView<TaskModel> table() {
    TableView<TaskModel> made = Rows.table(desk.say("ui.tasks"), "");
    made.setPlaceholder(
        Look.empty(
            MaterialDesignP.PLAYLIST_CHECK,
            desk.say("ui.tasks-none"),
            desk.say("ui.tasks-none-text")));
    DateTimeFormatter time =
        DateTimeFormatter.ofLocalizedDateTime(FormatStyle.SHORT, FormatStyle.MEDIUM)
            .withLocale(desk.words().locale())
            .withZone(ZoneId.systemDefault());
    made.getColumns()
        .add(
            Rows.nodes(
                desk.say("ui-host.col-status"),
                128,
                StatusMark::new,
                (mark, task) ->
                    mark.show(
                        desk.words(),
                        TaskWords.status(task.phase().get()),
                        TaskWords.say(task, desk.words())),
                task -> TaskWords.status(task.phase().get())));
    made.getColumns()
        .add(
            Rows.text(
                desk.say("ui.task-what"), 320, t -> desk.words().say(t.proposal().plan().title())));
    made.getColumns().add(Rows.text(desk.say("ui.host"), 144, TaskModel::host));
    made.getColumns()
        .add(Rows.text(desk.say("ui.task-started"), 176, t -> time.format(t.started())));
    return made;
  }

  private void show() {
    TaskModel chosen = table.getSelectionModel().getSelectedItem();
    table.getItems().setAll(desk.tasks().tasks());
    table.refresh();
    if (chosen == null) {
      table.getSelectionModel().selectFirst();
    } else {
      table.getSelectionModel().select(chosen);
    }
    showChosen();
  }

  private void tell() {
    TaskModel task = table.getSelectionModel().getSelectedItem();
    result.setText(task == null ? "" : TaskWords.say(task, desk.words()));
    String said = task == null ? "" : TaskWords.log(task);
    // Somebody may be reading it.
    if (!said.equals(log.getText())) {
      log.setText(said);
      log.positionCaret(log.getLength());
    }
  }

  private void showChosen() {
    TaskModel task = table.getSelectionModel().getSelectedItem();
    tell();
    if (task == null) {
      stop.hide();
    } else {
      stop.show(task);
    }
  }

  @Override
  public Parent node() {
    return page;
  }

  @Override
  public void close() {
    following.unsubscribe();
  }

  @Override
  public void focus() {
    table.requestFocus();
  }
}
