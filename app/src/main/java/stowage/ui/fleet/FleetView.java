package stowage.ui.fleet;

import java.util.List;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import stowage.ui.frame.Desk;
import stowage.ui.frame.Page;
import stowage.ui.look.Look;
import stowage.ui.look.Names;
import stowage.ui.look.Rows;
import stowage.ui.look.StatusMark;
import stowage.ui.look.UsageBar;
import stowage.ui.look.View;
import stowage.ui.work.Background;

/** Home: what needs attention first, then how full everything is. */
public final class FleetView implements View {
  private final Desk desk;
  private final StackPane page = new StackPane();
  private final TableView<Attention> attention;
  private final Label count = Look.subheading("");
  private final VBox bars = new VBox(12);
  private final StackPane attentionBox = new StackPane();
  private final Doors doors;
  private final BorderPane home = new BorderPane();
  private final Subscription following;
  private final Background.Work<?> reading;

  public FleetView(Desk desk, Runnable openDemo) {
    this.desk = desk;
    doors = new Doors(desk, openDemo);
    attention = attentionTable();
    VBox left = new VBox(8, count, attentionBox);
    VBox.setVgrow(attentionBox, Priority.ALWAYS);
    HBox.setHgrow(left, Priority.ALWAYS);
    VBox right = new VBox(8, Look.subheading(desk.say("ui.capacity")), scrolling(bars));
    right.setPrefWidth(288);
    right.setMinWidth(256);
    HBox body = new HBox(24, left, right);
    body.setPadding(new Insets(8, 24, 24, 24));
    home.setTop(header());
    home.setCenter(body);
    following = desk.fleet().version().subscribe((_, _) -> show());
    show();
    // From then on it is known which keys were never kept.
    reading =
        desk.background().run(desk.preferences().keys()::all).then(_ -> show()).failed(_ -> {});
  }

  private static ScrollPane scrolling(Node node) {
    ScrollPane scroll = new ScrollPane(node);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    return scroll;
  }

  private Node header() {
    HBox header =
        Look.row(
            8,
            Look.heading(desk.say("ui.fleet")),
            Look.spring(),
            Look.button(
                desk.say("ui.door-import"),
                MaterialDesignF.FILE_IMPORT_OUTLINE,
                () -> desk.open(new Page.ImportHosts())),
            Look.button(
                desk.say("ui.door-add"),
                MaterialDesignS.SERVER_PLUS,
                () -> desk.open(new Page.AddHost())));
    header.setPadding(new Insets(16, 24, 8, 24));
    return header;
  }

  private TableView<Attention> attentionTable() {
    TableView<Attention> table = Rows.table(desk.say("ui.attention"), "");
    table
        .getColumns()
        .add(
            Rows.nodes(
                desk.say("ui-host.col-status"),
                104,
                StatusMark::new,
                (mark, row) -> mark.show(desk.words(), row.status(), ""),
                Attention::status));
    table.getColumns().add(Rows.text(desk.say("ui.attention-where"), 96, Attention::where));
    table
        .getColumns()
        .add(
            Rows.text(
                desk.say("ui.pool"),
                112,
                a -> Optional.ofNullable(a.pool()).map(Object::toString).orElse("–")));
    table
        .getColumns()
        .add(
            Rows.text(
                desk.say("ui.attention-why"),
                360,
                a ->
                    Optional.ofNullable(a.why())
                        .map(desk.words()::say)
                        .orElseGet(() -> desk.say(a.status().key()))));
    table.setRowFactory(_ -> {
      TableRow<Attention> row = new TableRow<>();
      row.setOnMouseClicked(e -> {
        if (e.getClickCount() == 2 && !row.isEmpty()) {
          open(row.getItem());
        }
      });
      return row;
    });
    table.setOnKeyPressed(e -> {
      Attention chosen = table.getSelectionModel().getSelectedItem();
      if (e.getCode() == KeyCode.ENTER && chosen != null) {
        open(chosen);
        e.consume();
      }
    });
    return table;
  }

  private void open(Attention row) {
    desk.open(
        row.pool() == null ? new Page.OfHost(row.host()) : new Page.OfPool(row.host(), row.pool()));
  }

  private void show() {
    if (desk.fleet().hosts().isEmpty()) {
      page.getChildren().setAll(doors.node());
      return;
    }
    page.getChildren().setAll(home);
    List<Attention> found =
        Attention.of(
            desk.fleet().hosts(),
            desk.preferences().threshold(),
            desk.preferences().keys()::isCaredFor);
    count.setText(desk.say("ui.attention-count", found.size()));
    if (!attention.getItems().equals(found)) {
      attention.getItems().setAll(found);
    }
    attentionBox.getChildren().setAll(found.isEmpty() ? allWell() : attention);
    bars.getChildren()
        .setAll(Capacity.byType(desk.fleet().hosts()).stream().map(this::bar).toList());
    if (bars.getChildren().isEmpty()) {
      bars.getChildren().add(Look.note(desk.say("ui.capacity-none")));
    }
  }

  /** "Nothing" only counts when every host has been asked. */
  private Node allWell() {
    long unknown = desk.fleet().hosts().stream().filter(h -> h.known().isEmpty()).count();
    VBox box =
        unknown == 0
            ? Look.empty(
                MaterialDesignC.CHECK_CIRCLE_OUTLINE,
                desk.say("ui.attention-none"),
                desk.say("ui.attention-none-text"))
            : Look.empty(
                MaterialDesignS.SERVER_NETWORK,
                desk.say("ui.attention-unknown", unknown),
                desk.say("ui.attention-unknown-text"));
    box.setAlignment(Pos.CENTER);
    return box;
  }

  private Node bar(Capacity capacity) {
    UsageBar bar = new UsageBar();
    bar.show(desk.words(), capacity.used(), capacity.total(), desk.preferences().threshold());
    Label name = new Label(Names.of(desk.words(), capacity.type()));
    name.setGraphic(Look.icon(Names.icon(capacity.type()), "muted"));
    GridPane card = new GridPane(8, 4);
    card.add(
        Look.row(
            8, name, Look.spring(), Look.note(desk.say("ui.capacity-pools", capacity.pools()))),
        0,
        0);
    card.add(bar, 0, 1);
    card.add(
        Look.note(
            desk.say(
                "ui.capacity-sum",
                desk.words().size(capacity.used()),
                desk.words().size(capacity.total()))),
        0,
        2);
    GridPane.setHgrow(bar, Priority.ALWAYS);
    card.getStyleClass().add("panel");
    card.setPadding(new Insets(12, 16, 12, 16));
    return card;
  }

  @Override
  public Parent node() {
    return page;
  }

  @Override
  public void close() {
    following.unsubscribe();
    reading.discard();
  }

  @Override
  public void focus() {
    if (desk.fleet().hosts().isEmpty()) {
      doors.focus();
    } else {
      attention.requestFocus();
    }
  }
}
