package stowage.ui.content;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;
import stowage.config.StorageId;
import stowage.host.Host;
import stowage.pbs.server.ServerTasks;
import stowage.pbs.server.Task;
import stowage.ui.error.ErrorView;
import stowage.ui.error.Explanation;
import stowage.ui.frame.Desk;
import stowage.ui.host.HostModel;
import stowage.ui.host.HostQuestion;
import stowage.ui.look.Look;
import stowage.ui.look.Rows;
import stowage.ui.look.Status;
import stowage.ui.look.StatusMark;
import stowage.ui.plan.Drawer;

/** What the backup server behind a pool has done by itself; the log of one is in the drawer. */
public final class ServerTasksPanel {
  private static final int MOST = 500;

  /** Room for what a column tells in a word or two. */
  private static final double LEAST = 120;

  private final Desk desk;
  private final HostModel host;
  private final StorageId pool;
  private final ChoiceBox<ServerTasks.Which> which = new ChoiceBox<>();
  private final TableView<Task> table;
  private final SplitPane split;
  private final Drawer drawer;
  private final HostQuestion question;

  public ServerTasksPanel(Desk desk, HostModel host, StorageId pool) {
    this.desk = desk;
    this.host = host;
    this.pool = pool;
    question = new HostQuestion(desk, host);
    table = table();
    which.getItems().setAll(ServerTasks.Which.values());
    which.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(ServerTasks.@Nullable Which shown) {
            return shown == null ? "" : desk.say("ui-vault.tasks-" + name(shown));
          }

          @Override
          public ServerTasks.Which fromString(String text) {
            throw new UnsupportedOperationException();
          }
        });
    which.setValue(ServerTasks.Which.ALL);
    which.setAccessibleText(desk.say("ui-vault.tasks-which"));
    which.setOnAction(_ -> load());
    Button log =
        Look.button(desk.say("ui-vault.task-log"), MaterialDesignT.TEXT_BOX_OUTLINE, this::log);
    log.disableProperty().bind(table.getSelectionModel().selectedItemProperty().isNull());
    HBox bar =
        Look.row(
            8,
            which,
            log,
            Look.spring(),
            Look.iconButton(desk.say("ui-host.refresh"), MaterialDesignR.REFRESH, this::load));
    VBox column = Look.column(12, bar, table);
    column.setPadding(new Insets(16, 24, 16, 24));
    VBox.setVgrow(table, Priority.ALWAYS);
    split = new SplitPane(column);
    drawer = new Drawer(desk, host, split, new Beside());
  }

  private static final class Beside implements Drawer.Around {
    @Override
    public void changed() {}

    @Override
    public void closed() {}
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private TableView<Task> table() {
    TableView<Task> made = Rows.table(desk.say("ui-vault.tasks"), "");
    made.getColumns()
        .addAll(
            List.of(
                Rows.nodes(
                    desk.say("ui-host.col-status"),
                    136,
                    StatusMark::new,
                    (mark, task) -> mark.show(desk.words(), status(task), task.state().text()),
                    ServerTasksPanel::status),
                Rows.text(
                    desk.say("ui-vault.task-started"),
                    184,
                    task -> desk.words().time(task.id().started())),
                Rows.figures(desk.say("ui-vault.task-took"), 88, this::took),
                Rows.text(desk.say("ui-vault.task-what"), 216, this::what),
                Rows.text(desk.say("ui-vault.task-about"), 240, task -> task.id().about()),
                Rows.text(desk.say("ui-vault.task-user"), 160, task -> task.id().user())));
    made.getColumns().forEach(column -> column.setMinWidth(Math.min(column.getPrefWidth(), LEAST)));
    made.getColumns().get(1).setMinWidth(made.getColumns().get(1).getPrefWidth());
    Rows.yieldingColumns(made);
    made.setOnMouseClicked(click -> {
      if (click.getClickCount() == 2) {
        log();
      }
    });
    made.setOnKeyPressed(key -> {
      if (key.getCode() == KeyCode.ENTER) {
        log();
      }
    });
    return made;
  }

  private static Status status(Task task) {
    return switch (task.state().kind()) {
      case RUNNING -> Status.BUSY;
      case OK -> Status.OK;
      case WARNINGS -> Status.WARNING;
      case FAILED -> Status.PROBLEM;
      case UNKNOWN -> Status.UNKNOWN;
    };
  }

  private String took(Task task) {
    Instant end = task.ended() == null ? desk.fleet().now().get() : task.ended();
    return desk.words().duration(Duration.between(task.id().started(), end));
  }

  /** In words where the kind is known here, or else as the server calls it. */
  private String what(Task task) {
    String type = task.id().type();
    return desk.words().sayOr("ui-vault.task-type-" + type.replace('_', '-'), type);
  }

  public Node node() {
    return split;
  }

  /** Asks the server once; later on somebody presses the button. */
  public void loadFirstTime() {
    if (!question.isAsked()) {
      load();
    }
  }

  private void load() {
    table.getItems().clear();
    table.setPlaceholder(Look.busy(desk.say("ui-content.loading")));
    ServerTasks.Which chosen = which.getValue();
    question.ask(
        open ->
            there(open).ask(at -> at.server().tasks().list(at.space().datastore(), chosen, MOST)),
        this::show,
        this::failed);
  }

  private ServerBackups there(Host open) {
    return new ServerBackups(desk.servers(host, open, pool), pool);
  }

  private void show(List<Task> tasks) {
    table.setPlaceholder(Look.note(desk.say("ui-vault.tasks-none")));
    table.getItems().setAll(tasks);
  }

  private void failed(Exception why) {
    table.getItems().clear();
    table.setPlaceholder(ErrorView.of(Explanation.of(why, desk.words()), desk.words()));
  }

  private void log() {
    Task task = table.getSelectionModel().getSelectedItem();
    Host open = host.host().orElse(null);
    if (task == null || open == null) {
      return;
    }
    TextPanel panel = TextPanel.in(drawer, desk, what(task) + " " + task.id().about());
    ServerBackups there = there(open);
    panel.load(() -> {
      List<String> lines = new ArrayList<>();
      Task.State state = there.ask(at -> at.server().tasks().told(task.id(), lines::add));
      return new TextPanel.Shown(
          String.join("\n", lines), state.over() ? "" : desk.say("ui-vault.task-runs"));
    });
  }

  public void close() {
    question.discard();
    drawer.leave();
  }
}
