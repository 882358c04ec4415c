package stowage.ui.disks;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.TableView;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import stowage.disk.Disk;
import stowage.disk.Smart;
import stowage.exec.Reading;
import stowage.host.Host;
import stowage.ui.error.ErrorView;
import stowage.ui.error.Explanation;
import stowage.ui.frame.Desk;
import stowage.ui.look.Look;
import stowage.ui.look.Rows;
import stowage.ui.look.Status;
import stowage.ui.look.View;
import stowage.ui.work.Background;

/** What a disk says about its own health. */
final class HealthView implements View {
  private final Desk desk;
  private final Disk disk;
  private final Runnable close;
  private final VBox box = Look.column(16);
  private final Background.Work<?> asking;

  HealthView(Desk desk, Host host, Disk disk, Runnable close) {
    this.desk = desk;
    this.disk = disk;
    this.close = close;
    box.setPadding(new Insets(16, 24, 16, 24));
    fill(List.of(Look.busy(desk.say("ui-content.loading"))));
    asking =
        desk.background()
            .run(() -> host.smart(disk.path()))
            .then(this::show)
            .failed(why ->
                fill(List.of(ErrorView.of(Explanation.of(why, desk.words()), desk.words()))));
  }

  private void fill(List<Node> parts) {
    box.getChildren().setAll(Look.subheading(desk.say("ui-disks.health-of", disk.path())));
    box.getChildren().addAll(parts);
    box.getChildren()
        .add(Look.row(8, Look.spring(), Look.primary(desk.say("ui-content.close"), close)));
  }

  private void show(Reading<Smart> reading) {
    switch (reading) {
      case Reading.Failed<Smart>(var why) ->
          fill(List.of(Look.banner(Status.UNKNOWN, desk.words().say(why))));
      case Reading.Known<Smart>(var smart) -> fill(parts(smart));
    }
  }

  private List<Node> parts(Smart smart) {
    List<Node> parts = new ArrayList<>();
    parts.add(verdict(smart.passed()));
    if (smart.celsius() != null) {
      parts.add(Look.text(desk.say("ui-disks.temperature", smart.celsius())));
    }
    if (smart.wear() != null) {
      parts.add(Look.text(desk.say("ui-disks.wear", smart.wear())));
    }
    if (!smart.attributes().isEmpty()) {
      TableView<Smart.Attribute> table = attributes();
      table.getItems().setAll(smart.attributes());
      VBox.setVgrow(table, Priority.ALWAYS);
      parts.add(table);
    }
    return parts;
  }

  private Node verdict(@org.jspecify.annotations.Nullable Boolean passed) {
    if (passed == null) {
      return Look.banner(Status.UNKNOWN, desk.say("ui-disks.health-unknown"));
    }
    return passed
        ? Look.banner(Status.OK, desk.say("ui-disks.health-ok"))
        : Look.banner(Status.PROBLEM, desk.say("ui-disks.health-bad"));
  }

  private TableView<Smart.Attribute> attributes() {
    TableView<Smart.Attribute> table = Rows.table(desk.say("ui-disks.attributes"), "");
    table
        .getColumns()
        .addAll(
            List.of(
                Rows.text(desk.say("ui-disks.col-attribute"), 200, Smart.Attribute::name),
                Rows.text(desk.say("ui-disks.col-value"), 64, a -> "" + a.value()),
                Rows.text(desk.say("ui-disks.col-worst"), 64, a -> "" + a.worst()),
                Rows.text(desk.say("ui-disks.col-threshold"), 72, a -> "" + a.threshold()),
                Rows.text(desk.say("ui-disks.col-raw"), 96, Smart.Attribute::raw)));
    return table;
  }

  @Override
  public Parent node() {
    return box;
  }

  @Override
  public void close() {
    asking.discard();
  }
}
