package stowage.ui.disks;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.TableView;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import stowage.disk.Made;
import stowage.exec.Reading;
import stowage.ui.frame.Desk;
import stowage.ui.look.Look;
import stowage.ui.look.Rows;

/** What a host's disks have become, below the disks. */
final class MadePanel {
  /** The head and four rows; the rest by scrolling. */
  private static final double HEIGHT = 5 * Look.ROW + 8;

  private final Desk desk;
  private final TableView<Made> table;
  private final VBox panel;

  MadePanel(Desk desk) {
    this.desk = desk;
    table = Rows.table(desk.say("ui-disks.made"), desk.say("ui-disks.not-read"));
    table.setPrefHeight(HEIGHT);
    table.setMinHeight(HEIGHT);
    table.getColumns().add(Rows.text(desk.say("ui-content.col-name"), 160, MadePanel::name));
    table
        .getColumns()
        .add(Rows.text(desk.say("ui-disks.remove-kind"), 160, m -> said(desk, m.kind())));
    table.getColumns().add(Rows.figures(desk.say("ui-content.col-size"), 80, m -> size(m.size())));
    table.getColumns().add(Rows.figures(desk.say("ui-disks.col-free"), 80, m -> size(m.free())));
    table.getColumns().add(Rows.text(desk.say("ui-disks.col-state"), 96, Made::state));
    Rows.yieldingColumns(table);
    panel = Look.column(8, Look.subheading(desk.say("ui-disks.made")), table);
  }

  static String said(Desk desk, Made.Kind kind) {
    return desk.say(
        switch (kind) {
          case ZPOOL -> "ui-disks.product-zpool";
          case THINPOOL -> "ui-disks.product-thinpool";
          case VG -> "ui-disks.product-vg";
          case DIRECTORY -> "ui-disks.product-directory";
        });
  }

  private static String name(Made made) {
    return made.kind() == Made.Kind.DIRECTORY ? "/mnt/pve/" + made.name() : made.name();
  }

  private String size(@Nullable Long bytes) {
    return bytes == null ? "–" : desk.words().size(bytes);
  }

  Node node() {
    return panel;
  }

  void show(Reading<List<Made>> reading) {
    switch (reading) {
      case Reading.Known<List<Made>>(var all) -> {
        table.setPlaceholder(Look.note(desk.say("ui-disks.made-none")));
        table.getItems().setAll(all);
      }
      case Reading.Failed<List<Made>>(var why) -> {
        table.setPlaceholder(Look.note(desk.words().say(why)));
        table.getItems().clear();
      }
    }
  }

  /** As the disks are unknown, too. */
  void showNothing() {
    table.setPlaceholder(Look.note(desk.say("ui-content.unknown")));
    table.getItems().clear();
  }

  /** Null when nothing is chosen here. */
  @Nullable Made chosen() {
    return table.getSelectionModel().getSelectedItem();
  }

  void onChosen(Runnable done) {
    table
        .getSelectionModel()
        .selectedItemProperty()
        .subscribe(made -> {
          if (made != null) {
            done.run();
          }
        });
  }

  void chooseNothing() {
    table.getSelectionModel().clearSelection();
  }
}
