package stowage.ui.host;

import java.time.Instant;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import stowage.config.StorageId;
import stowage.host.HostState.Availability;
import stowage.host.HostState.PoolState;
import stowage.type.PoolStatus;
import stowage.ui.fleet.Cluster;
import stowage.ui.frame.Desk;
import stowage.ui.look.Look;
import stowage.ui.look.Names;
import stowage.ui.look.Rows;
import stowage.ui.look.StatusMark;
import stowage.ui.look.UsageBar;
import stowage.ui.pool.Health;

/** The pools of a host, one row each. */
final class PoolsTable {
  private PoolsTable() {}

  interface Opener {
    void open(StorageId pool);
  }

  static TableView<PoolState> of(Desk desk, HostModel host, Opener opener) {
    double threshold = desk.preferences().threshold();
    TableView<PoolState> table =
        Rows.table(desk.say("ui-host.pools"), desk.say("ui-host.pools-none"));
    table
        .getColumns()
        .add(
            Rows.nodes(
                desk.say("ui-host.col-status"),
                112,
                StatusMark::new,
                (mark, pool) -> {
                  Health health = Health.of(pool, threshold);
                  mark.show(
                      desk.words(),
                      health.status(),
                      health.reason().map(desk.words()::say).orElse(""));
                },
                pool -> Health.of(pool, threshold).status()));
    table
        .getColumns()
        .add(
            Rows.nodes(
                desk.say("ui-host.col-name"),
                168,
                Label::new,
                (label, pool) -> {
                  label.setText(pool.pool().id().text());
                  label.setGraphic(Look.icon(Names.icon(pool.pool().type()), "muted"));
                },
                pool -> pool.pool().id()));
    table
        .getColumns()
        .add(
            Rows.text(
                desk.say("ui-host.col-type"), 144, p -> Names.of(desk.words(), p.pool().type())));
    table
        .getColumns()
        .add(
            Rows.nodes(
                desk.say("ui-host.col-usage"),
                168,
                UsageBar::new,
                (bar, pool) -> {
                  PoolStatus status = Health.active(pool).orElse(null);
                  Long used = status == null || status.total() == 0 ? null : status.used();
                  if (status != null && used != null) {
                    bar.show(desk.words(), used, status.total(), threshold);
                  } else {
                    bar.say(unsaid(desk, pool));
                  }
                },
                pool -> Health.active(pool).flatMap(PoolStatus::share).orElse(-1.0)));
    table
        .getColumns()
        .add(
            Rows.figures(
                desk.say("ui-host.col-size"),
                88,
                p ->
                    Health.active(p)
                        .filter(s -> s.total() > 0)
                        .map(s -> desk.words().size(s.total()))
                        .orElseGet(() -> unsaid(desk, p))));
    table
        .getColumns()
        .add(Rows.text(desk.say("ui-host.col-shared"), 80, p -> shared(desk, host, p)));
    table
        .getColumns()
        .add(
            Rows.text(
                desk.say("ui-host.col-content"),
                264,
                p -> Names.of(desk.words(), p.pool().contents())));
    table.getColumns().add(age(desk, host));
    table.setRowFactory(_ -> {
      TableRow<PoolState> row = new TableRow<>();
      row.setOnMouseClicked(e -> {
        if (e.getButton() == MouseButton.PRIMARY && e.getClickCount() == 2 && !row.isEmpty()) {
          opener.open(row.getItem().pool().id());
        }
      });
      return row;
    });
    table.setOnKeyPressed(e -> {
      PoolState chosen = table.getSelectionModel().getSelectedItem();
      if (e.getCode() == KeyCode.ENTER && chosen != null) {
        opener.open(chosen.pool().id());
        e.consume();
      }
    });
    return table;
  }

  /** Pools that hand out whole LUNs have no space of their own, and some are not asked. */
  private static String unsaid(Desk desk, PoolState pool) {
    boolean none = pool.availability() != Availability.USABLE || Health.active(pool).isPresent();
    return none ? "–" : desk.say("ui.size-unknown");
  }

  private static String shared(Desk desk, HostModel host, PoolState pool) {
    return pool.pool().shared()
        ? Cluster.of(host, desk.fleet().hosts())
            .map(c -> desk.say("ui-host.shared-by", c.nodes().size()))
            .orElse(desk.words().yesNo(true))
        : desk.words().yesNo(false);
  }

  /** How old the state is that the row shows; it grows while nobody refreshes. */
  private static TableColumn<PoolState, PoolState> age(Desk desk, HostModel host) {
    return Rows.nodes(
        desk.say("ui-host.col-age"),
        96,
        Label::new,
        (label, pool) ->
            label
                .textProperty()
                .bind(
                    Bindings.createStringBinding(
                        () -> age(desk, host, pool), desk.fleet().now(), host.state())),
        pool -> host.readAt(pool.pool().id()).orElse(Instant.EPOCH));
  }

  private static String age(Desk desk, HostModel host, PoolState pool) {
    // What is never asked for has no age.
    return pool.availability() == Availability.USABLE
        ? host.readAt(pool.pool().id())
            .map(at -> desk.words().age(at, desk.fleet().now().get()))
            .orElse(desk.say("ui-host.never-read"))
        : "–";
  }
}
