package stowage.ui.pool;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.scene.control.TableView;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import stowage.host.HostState.PoolState;
import stowage.schema.Schema;
import stowage.type.Backend;
import stowage.type.Feature;
import stowage.type.Pool;
import stowage.type.Support;
import stowage.ui.frame.Desk;
import stowage.ui.look.Look;
import stowage.ui.look.Names;
import stowage.ui.look.Rows;
import stowage.ui.look.Status;
import stowage.ui.look.StatusMark;
import stowage.volume.ContentType;
import stowage.volume.ImageFormat;

/** What this pool can do as it is configured; every "no" has its reason. */
final class CapabilitiesTab {
  private record Row(Feature feature, Support support) {}

  private final Desk desk;
  private final Schema schema;
  private final Optional<Backend> backend;
  private final TableView<Row> features;
  private final VBox side = new VBox(16);
  private final HBox node;

  CapabilitiesTab(Desk desk, Schema schema, Optional<Backend> backend) {
    this.desk = desk;
    this.schema = schema;
    this.backend = backend;
    features = table(desk);
    HBox.setHgrow(features, Priority.ALWAYS);
    side.setPrefWidth(304);
    side.setMinWidth(240);
    node = new HBox(16, features, side);
    node.setPadding(new Insets(16, 24, 24, 24));
  }

  private static TableView<Row> table(Desk desk) {
    TableView<Row> table =
        Rows.table(desk.say("ui-host.capabilities"), desk.say("ui-host.capabilities-unknown"));
    table
        .getColumns()
        .add(Rows.text(desk.say("ui-host.feature"), 200, r -> desk.say(key(r.feature()))));
    table
        .getColumns()
        .add(
            Rows.nodes(
                desk.say("ui-host.possible"),
                96,
                StatusMark::new,
                (mark, row) -> {
                  boolean possible = row.support().possible();
                  mark.show(desk.words(), possible ? Status.OK : Status.DISABLED, "");
                  mark.setText(desk.words().yesNo(possible));
                  mark.setAccessibleText(mark.getText());
                },
                row -> row.support().possible()));
    table
        .getColumns()
        .add(Rows.text(desk.say("ui-host.reason"), 400, r -> reason(desk, r.support())));
    return table;
  }

  private static String key(Feature feature) {
    return "ui-host.feature-" + feature.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String reason(Desk desk, Support support) {
    return switch (support) {
      case Support.Yes() -> "";
      case Support.No(var reason) -> desk.words().say(reason);
    };
  }

  HBox node() {
    return node;
  }

  void show(PoolState state) {
    Pool pool = state.pool();
    backend.ifPresent(known ->
        features
            .getItems()
            .setAll(
                Arrays.stream(Feature.values())
                    .map(f -> new Row(f, known.supports(f, pool, null)))
                    .toList()));
    side.getChildren().setAll(contents(pool), formats(schema.formats()));
  }

  private VBox contents(Pool pool) {
    GridPane grid = new GridPane(16, 8);
    for (ContentType content : ContentType.values()) {
      if (content == ContentType.NONE) {
        continue;
      }
      boolean on = pool.contents().contains(content);
      boolean allowed = schema.contents().contains(content);
      StatusMark mark = new StatusMark(desk.words(), on ? Status.OK : Status.DISABLED);
      mark.setText(
          desk.say(
              on
                  ? "ui-host.content-on"
                  : allowed ? "ui-host.content-off" : "ui-host.content-never"));
      mark.setAccessibleText(Names.of(desk.words(), content) + ": " + mark.getText());
      grid.addRow(grid.getRowCount(), Look.text(Names.of(desk.words(), content)), mark);
    }
    return Look.card(Look.subheading(desk.say("ui-host.content-types")), grid);
  }

  private VBox formats(List<ImageFormat> formats) {
    VBox card = Look.card(Look.subheading(desk.say("ui-host.formats")));
    if (formats.isEmpty()) {
      card.getChildren().add(Look.note(desk.say("ui-host.formats-none")));
    } else {
      HBox row = Look.row(8);
      formats.forEach(f -> row.getChildren().add(Look.badge(f.word(), "plain")));
      card.getChildren()
          .addAll(row, Look.note(desk.say("ui-host.formats-usual", formats.getFirst().word())));
    }
    return card;
  }
}
