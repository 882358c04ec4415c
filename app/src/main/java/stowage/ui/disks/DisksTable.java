package stowage.ui.disks;

import java.util.Locale;
import java.util.stream.Collectors;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import stowage.disk.Disk;
import stowage.ui.frame.Desk;
import stowage.ui.look.Rows;

/** A host's disks as rows. */
final class DisksTable {
  private DisksTable() {}

  static TableView<Disk> of(Desk desk) {
    TableView<Disk> table = Rows.table(desk.say("ui-disks.title"), desk.say("ui-disks.not-read"));
    table.getColumns().add(atLeast(112, Rows.text(desk.say("ui-disks.col-disk"), 120, Disk::path)));
    table
        .getColumns()
        .add(atLeast(64, Rows.text(desk.say("ui-disks.col-kind"), 72, d -> kind(desk, d))));
    table
        .getColumns()
        .add(Rows.figures(desk.say("ui-content.col-size"), 80, d -> desk.words().size(d.size())));
    table
        .getColumns()
        .add(
            atLeast(
                120, Rows.text(desk.say("ui-disks.col-model"), 208, d -> d.identity().model())));
    table
        .getColumns()
        .add(
            atLeast(
                120, Rows.text(desk.say("ui-disks.col-serial"), 168, d -> d.identity().serial())));
    table
        .getColumns()
        .add(atLeast(120, Rows.text(desk.say("ui-disks.col-use"), 264, d -> uses(desk, d))));
    Rows.yieldingColumns(table);
    return table;
  }

  private static TableColumn<Disk, String> atLeast(double width, TableColumn<Disk, String> column) {
    column.setMinWidth(width);
    return column;
  }

  private static String kind(Desk desk, Disk disk) {
    return switch (disk.kind()) {
      case NVME, SSD, HDD -> disk.kind().name();
      case UNKNOWN -> desk.say("ui-disks.kind-unknown");
    };
  }

  /** What is on a disk, in a few words. */
  static String uses(Desk desk, Disk disk) {
    return disk.blank()
        ? desk.say("ui-disks.blank")
        : disk.uses().stream().map(use -> use(desk, use)).collect(Collectors.joining(", "));
  }

  private static String use(Desk desk, Disk.Use use) {
    return switch (use) {
      case Disk.Use.Partitioned() -> desk.say("ui-disks.partitioned");
      case Disk.Use.Holds(var what) -> what;
      case Disk.Use.Mounted(var at) -> at;
      case Disk.Use.HeldBy(var what) -> what;
      case Disk.Use.Remote(var transport, var unit) ->
          desk.say("ui-disks.remote", (transport + " " + unit).strip());
      case Disk.Use.AlsoAs(var path) -> desk.say("ui-disks.also", path);
    };
  }

  /** A level of redundancy as its program calls it. */
  static String word(Enum<?> level) {
    return level.name().toLowerCase(Locale.ROOT);
  }
}
