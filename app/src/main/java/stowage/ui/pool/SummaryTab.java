package stowage.ui.pool;

import java.util.Map;
import java.util.TreeMap;
import javafx.geometry.Insets;
import javafx.geometry.VPos;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import stowage.host.HostState.PoolState;
import stowage.message.Message;
import stowage.schema.Kind;
import stowage.schema.Schemas;
import stowage.type.PoolStatus;
import stowage.ui.frame.Desk;
import stowage.ui.look.Look;
import stowage.ui.look.Names;
import stowage.ui.look.Status;
import stowage.ui.look.UsageBar;

/** How the pool is now: use, what to know about it, and what it is set to. */
final class SummaryTab {
  private final Desk desk;
  private final VBox left = new VBox(16);
  private final VBox right = new VBox(16);
  private final ScrollPane scroll;

  SummaryTab(Desk desk) {
    this.desk = desk;
    GridPane grid = new GridPane(16, 16);
    ColumnConstraints half = new ColumnConstraints();
    half.setPercentWidth(50);
    half.setHgrow(Priority.ALWAYS);
    grid.getColumnConstraints().addAll(half, half);
    grid.addRow(0, left, right);
    grid.setPadding(new Insets(16, 24, 24, 24));
    scroll = new ScrollPane(grid);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
  }

  ScrollPane node() {
    return scroll;
  }

  void show(PoolState pool) {
    left.getChildren().clear();
    Health health = Health.of(pool, desk.preferences().threshold());
    health
        .reason()
        .filter(_ -> health.status() != Status.WARNING)
        .ifPresent(
            why -> left.getChildren().add(Look.banner(health.status(), desk.words().say(why))));
    switch (health.status()) {
      case DISABLED ->
          left.getChildren().add(Look.banner(Status.DISABLED, desk.say("ui-host.pool-disabled")));
      case ELSEWHERE ->
          left.getChildren()
              .add(
                  Look.banner(
                      Status.ELSEWHERE,
                      desk.say("ui-host.pool-elsewhere", String.join(", ", pool.pool().nodes()))));
      default -> {}
    }
    Health.active(pool).ifPresent(status -> left.getChildren().addAll(usage(status)));
    right.getChildren().setAll(properties(pool));
  }

  private VBox[] usage(PoolStatus status) {
    VBox use = Look.card(Look.subheading(desk.say("ui-host.usage")));
    if (status.total() == 0) {
      use.getChildren().add(Look.note(desk.say("ui-host.usage-none")));
    } else {
      Long used = status.used();
      if (used != null) {
        UsageBar bar = new UsageBar();
        bar.show(desk.words(), used, status.total(), desk.preferences().threshold());
        use.getChildren().add(bar);
      }
      GridPane numbers = pairs();
      pair(numbers, desk.say("ui-host.used"), desk.words().size(used));
      pair(numbers, desk.say("ui-host.available"), desk.words().size(status.available()));
      pair(numbers, desk.say("ui-host.total"), desk.words().size(status.total()));
      use.getChildren().add(numbers);
    }
    VBox notes = Look.card(Look.subheading(desk.say("ui-host.notes")));
    if (status.notes().equals(PoolStatus.Notes.NONE)) {
      notes.getChildren().add(Look.note(desk.say("ui-host.notes-none")));
    }
    for (Message warning : status.notes().warnings()) {
      notes.getChildren().add(Look.banner(Status.WARNING, desk.words().say(warning)));
    }
    for (Message fact : status.notes().facts()) {
      notes.getChildren().add(Look.text(desk.words().say(fact)));
    }
    return new VBox[] {use, notes};
  }

  private VBox properties(PoolState pool) {
    GridPane grid = pairs();
    pair(grid, desk.say("ui-host.col-type"), Names.of(desk.words(), pool.pool().type()));
    pair(grid, desk.say("ui-host.col-content"), Names.of(desk.words(), pool.pool().contents()));
    pair(grid, desk.say("ui-host.col-shared"), desk.words().yesNo(pool.pool().shared()));
    pair(
        grid,
        desk.say("ui-host.nodes"),
        pool.pool().nodes().isEmpty()
            ? desk.say("ui-host.nodes-all")
            : String.join(", ", pool.pool().nodes()));
    Map<String, String> rest = new TreeMap<>(pool.pool().values());
    rest.keySet().removeAll(java.util.Set.of("content", "shared", "nodes", "disable"));
    rest.forEach((key, value) ->
        pair(grid, desk.words().sayOr("property." + key, key), shown(pool, key, value)));
    return Look.card(Look.subheading(desk.say("ui-host.properties")), grid);
  }

  private String shown(PoolState pool, String key, String value) {
    boolean flag =
        Schemas.of(pool.pool().type())
            .property(key)
            .filter(p -> p.kind() instanceof Kind.Flag)
            .isPresent();
    return flag ? desk.words().yesNo(value.equals("1")) : value;
  }

  private static GridPane pairs() {
    GridPane grid = new GridPane(16, 8);
    ColumnConstraints names = new ColumnConstraints();
    names.setMinWidth(120);
    ColumnConstraints values = new ColumnConstraints();
    values.setHgrow(Priority.ALWAYS);
    grid.getColumnConstraints().addAll(names, values);
    return grid;
  }

  private static void pair(GridPane grid, String name, String value) {
    Label label = Look.note(name);
    Label shown = Look.text(value);
    label.setLabelFor(shown);
    GridPane.setValignment(label, VPos.TOP);
    shown.setAccessibleText(name + ": " + value);
    grid.addRow(grid.getRowCount(), label, shown);
  }
}
