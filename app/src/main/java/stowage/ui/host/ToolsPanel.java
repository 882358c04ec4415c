package stowage.ui.host;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import stowage.ui.plan.Surroundings;
import stowage.ui.work.Background;

/** Programs on a host, and the way to those that are missing. */
final class ToolsPanel {
  private final Desk desk;
  private final HostModel host;
  private final TableView<ToolsTable.Row> table;
  private final Guarded install;
  private final VBox notice = Look.column(8);
  private final VBox list;
  private final StackPane pane;
  private final Runnable changed;
  private Map<HostTool, Boolean> more = Map.of();
  private Background.@Nullable Work<?> asking;

  /**
   * @param changed more is known than was shown
   */
  ToolsPanel(Desk desk, HostModel host, Runnable changed) {
    this.desk = desk;
    this.host = host;
    this.changed = changed;
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

  /** Once looked at, it also tells of programs that no refresh asks for. */
  void loadFirstTime() {
    if (asking == null) {
      load();
    }
  }

  private void load() {
    host.host()
        .ifPresent(open -> {
          asking =
              desk.background()
                  .run(open::tools)
                  .then(found -> {
                    more = found;
                    changed.run();
                  })
                  // Those that pools need are in the table all the same.
                  .failed(_ -> asking = null);
        });
  }

  void close() {
    if (asking != null) {
      asking.discard();
    }
  }

  void show(HostState state) {
    Map<HostTool, Boolean> tools = new HashMap<>(more);
    tools.putAll(state.inventory().tools());
    table.getItems().setAll(ToolsTable.rows(tools));
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

  private static List<String> missing(List<ToolsTable.Row> rows) {
    return rows.stream()
        .filter(row -> !row.there())
        .map(row -> row.tool().debianPackage())
        .distinct()
        .sorted()
        .toList();
  }

  /** Packages of the chosen rows; all that are missing when none of the chosen ones is. */
  private void install() {
    List<String> chosen = missing(table.getSelectionModel().getSelectedItems());
    ChangeView change = new ChangeView(desk, host, Surroundings.of(this::back, _ -> back(null)));
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
    load();
  }
}
