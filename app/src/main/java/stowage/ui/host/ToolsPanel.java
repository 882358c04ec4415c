package stowage.ui.host;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.TableView;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import stowage.host.HostState;
import stowage.schema.InvalidException;
import stowage.tool.HostTool;
import stowage.ui.frame.Desk;
import stowage.ui.look.Guarded;
import stowage.ui.look.Look;
import stowage.ui.look.Status;
import stowage.ui.plan.ChangeView;

/** Programs on a host, and the way to those that are missing. */
final class ToolsPanel {
  private final Desk desk;
  private final HostModel host;
  private final TableView<ToolsTable.Row> table;
  private final Guarded install;
  private final VBox notice = Look.column(8);
  private final VBox list;
  private final StackPane pane;

  ToolsPanel(Desk desk, HostModel host) {
    this.desk = desk;
    this.host = host;
    table = ToolsTable.of(desk);
    install =
        new Guarded(
            Look.button(
                desk.say("ui-host.tools-install"), MaterialDesignP.PACKAGE_DOWN, this::install));
    VBox.setVgrow(table, Priority.ALWAYS);
    list =
        Look.column(
            12,
            Look.row(12, Look.text(desk.say("ui-host.tools-text")), Look.spring(), install),
            notice,
            table);
    pane = new StackPane(list);
  }

  Node node() {
    return pane;
  }

  void show(HostState state) {
    table.getItems().setAll(ToolsTable.rows(state.inventory().tools()));
    if (desk.readOnly(host)) {
      install.lock(desk.say("ui-plan.read-only"));
    } else if (host.host().isEmpty()) {
      install.set(desk.say("ui-plan.no-connection"));
    } else {
      install.set(countMissing() == 0 ? desk.say("ui-host.tools-complete") : "");
    }
  }

  long countMissing() {
    return table.getItems().stream().filter(row -> !row.there()).count();
  }

  private List<String> missing(List<ToolsTable.Row> rows) {
    List<HostTool> tools = rows.stream().map(ToolsTable.Row::tool).toList();
    return host.known().map(state -> state.inventory().missing(tools)).orElse(List.of());
  }

  /** Packages of the chosen rows; all that are missing when none of the chosen ones is. */
  private void install() {
    List<String> chosen = missing(table.getSelectionModel().getSelectedItems());
    ChangeView change = new ChangeView(desk, host, ChangeView.around(this::back, _ -> back(null)));
    pane.getChildren().setAll(change.node());
    change.plan(open -> open.planInstall(chosen));
  }

  private void back(@Nullable InvalidException refused) {
    notice.getChildren().clear();
    if (refused != null) {
      refused
          .problems()
          .forEach(problem ->
              notice
                  .getChildren()
                  .add(Look.banner(Status.PROBLEM, desk.words().say(problem.said()))));
    }
    pane.getChildren().setAll(list);
  }
}
