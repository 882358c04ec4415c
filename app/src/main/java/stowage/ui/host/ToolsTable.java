package stowage.ui.host;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableView;
import stowage.tool.HostTool;
import stowage.ui.frame.Desk;
import stowage.ui.look.Rows;
import stowage.ui.look.Status;
import stowage.ui.look.StatusMark;

/** Programs that pool types need: there or missing, and what brings them. */
final class ToolsTable {
  private ToolsTable() {}

  record Row(HostTool tool, boolean there) {}

  /** Missing ones first. */
  static List<Row> rows(Map<HostTool, Boolean> tools) {
    return tools.entrySet().stream()
        .map(e -> new Row(e.getKey(), e.getValue()))
        .sorted(Comparator.comparing(Row::there).thenComparing(r -> r.tool().program()))
        .toList();
  }

  static TableView<Row> of(Desk desk) {
    TableView<Row> table = Rows.table(desk.say("ui-host.tools"), desk.say("ui-host.tools-unknown"));
    table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    table
        .getColumns()
        .add(
            Rows.nodes(
                desk.say("ui-host.col-found"),
                128,
                StatusMark::new,
                (mark, row) -> {
                  mark.show(desk.words(), row.there() ? Status.OK : Status.WARNING, "");
                  mark.setText(
                      desk.say(row.there() ? "ui-host.tool-found" : "ui-host.tool-missing"));
                  mark.setAccessibleText(mark.getText());
                },
                Row::there));
    table
        .getColumns()
        .add(Rows.text(desk.say("ui-host.col-program"), 280, r -> r.tool().program()));
    table
        .getColumns()
        .add(Rows.text(desk.say("ui-host.col-package"), 240, r -> r.tool().debianPackage()));
    return table;
  }
}
