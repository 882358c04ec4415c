package stowage.ui.content;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignB;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;
import stowage.exec.HostException;
import stowage.exec.Reading;
import stowage.host.Host;
import stowage.schema.Problem;
import stowage.type.Snapshot;
import stowage.ui.error.ErrorView;
import stowage.ui.error.Explanation;
import stowage.ui.form.Field;
import stowage.ui.frame.Desk;
import stowage.ui.look.Guarded;
import stowage.ui.look.Look;
import stowage.ui.look.Rows;
import stowage.volume.Volume;

/** The snapshots of one volume: make, roll back, remove. */
final class SnapshotsPanel {
  private final Desk desk;
  private final Volume volume;
  private final boolean readOnly;
  private final Changer changer;
  private final VBox box = new VBox(12);
  private final TextField name = new TextField();
  private final Field field;
  private final TableView<Snapshot> table;
  private final Guarded make;
  private final Guarded back;
  private final Guarded delete;

  /** Leads a change to the review, and comes back here. */
  @FunctionalInterface
  interface Changer {
    void change(Insistence.Planner planner);
  }

  SnapshotsPanel(Desk desk, Volume volume, boolean readOnly, Changer changer, Runnable close) {
    this.readOnly = readOnly;
    this.desk = desk;
    this.volume = volume;
    this.changer = changer;
    make = new Guarded(Look.primary(desk.say("ui-content.snapshot-make"), this::make));
    back =
        new Guarded(
            Look.button(
                desk.say("ui-content.rollback"), MaterialDesignB.BACKUP_RESTORE, this::rollback));
    delete =
        new Guarded(
            Look.button(
                desk.say("ui-content.remove"), MaterialDesignT.TRASH_CAN_OUTLINE, this::delete));
    this.field =
        new Field(desk.say("ui-content.snapshot-name"), name, desk.say("ui-content.snapshot-help"));
    table = Rows.table(desk.say("ui-content.col-snapshots"), desk.say("ui-content.no-snapshots"));
    DateTimeFormatter time =
        DateTimeFormatter.ofLocalizedDateTime(FormatStyle.SHORT)
            .withLocale(desk.words().locale())
            .withZone(ZoneId.systemDefault());
    table.getColumns().add(Rows.text(desk.say("ui-content.col-name"), 144, Snapshot::name));
    table
        .getColumns()
        .add(
            Rows.text(
                desk.say("ui-content.col-date"),
                144,
                s -> s.created() == null ? "" : time.format(s.created())));
    VBox.setVgrow(table, Priority.ALWAYS);
    make.button().setDefaultButton(true);
    table.getSelectionModel().selectedItemProperty().subscribe(_ -> enable());
    box.getChildren()
        .addAll(
            Look.subheading(desk.say("ui-content.snapshots-of", volume.id().name())),
            field,
            Look.row(8, Look.spring(), make),
            table,
            Look.row(
                8,
                back,
                delete,
                Look.spring(),
                Look.button(desk.say("ui-content.close"), MaterialDesignC.CLOSE, close)));
    box.setPadding(new Insets(16, 24, 16, 24));
  }

  private void enable() {
    if (readOnly) {
      List.of(make, back, delete).forEach(b -> b.lock(desk.say("ui-plan.read-only")));
      return;
    }
    boolean none = table.getSelectionModel().getSelectedItem() == null;
    String first = none ? desk.say("ui-content.choose-snapshot") : "";
    back.set(first);
    delete.set(first);
  }

  Node node() {
    return box;
  }

  void load(Host host) {
    table.setPlaceholder(Look.busy(desk.say("ui-content.loading")));
    table.getItems().clear();
    desk.background()
        .run(() -> listed(host.snapshots(volume.id())))
        .then(snapshots -> {
          table.setPlaceholder(Look.note(desk.say("ui-content.no-snapshots")));
          table.getItems().setAll(snapshots);
        })
        .failed(why ->
            table.setPlaceholder(ErrorView.of(Explanation.of(why, desk.words()), desk.words())));
  }

  private static List<Snapshot> listed(Reading<List<Snapshot>> reading) throws HostException {
    return switch (reading) {
      case Reading.Known<List<Snapshot>>(var snapshots) -> snapshots;
      case Reading.Failed<List<Snapshot>>(var reason) -> throw new HostException.NoAnswer(reason);
    };
  }

  private void make() {
    String entered = name.getText().strip();
    changer.change((host, _) -> host.planSnapshot(volume.id(), entered));
  }

  private void rollback() {
    String chosen = table.getSelectionModel().getSelectedItem().name();
    changer.change((host, inUse) -> host.planRollback(volume.id(), chosen, inUse));
  }

  private void delete() {
    String chosen = table.getSelectionModel().getSelectedItem().name();
    changer.change((host, _) -> host.planDeleteSnapshot(volume.id(), chosen));
  }

  void show(List<Problem> problems) {
    field.show(problems.isEmpty() ? "" : desk.words().say(problems.getFirst().said()));
  }
}
