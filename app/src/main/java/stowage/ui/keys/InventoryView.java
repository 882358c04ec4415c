package stowage.ui.keys;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javafx.geometry.Insets;
import javafx.scene.Parent;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import stowage.exec.Reading;
import stowage.host.Host;
import stowage.host.Keys;
import stowage.pbs.Fingerprint;
import stowage.settings.KeyRecord;
import stowage.ui.error.Explanation;
import stowage.ui.frame.Desk;
import stowage.ui.frame.Page;
import stowage.ui.host.HostModel;
import stowage.ui.look.Look;
import stowage.ui.look.Rows;
import stowage.ui.look.Status;
import stowage.ui.look.View;
import stowage.ui.work.Background;

/** Which pools of all connected hosts have which key, and what is known of its copies. */
public final class InventoryView implements View {
  private final Desk desk;
  private final BorderPane page = new BorderPane();
  private final VBox notices = Look.column(8);
  private final TableView<Row> table;
  private final List<Background.Work<?>> asking = new ArrayList<>();

  /**
   * @param record null when nothing was done for the key from here
   */
  private record Row(String host, Keys.PoolKeys keys, @Nullable KeyRecord record) {}

  public InventoryView(Desk desk) {
    this.desk = desk;
    table = Rows.table(desk.say("ui-keys.inventory"), desk.say("ui-keys.inventory-none"));
    columns();
    table.setRowFactory(_ -> {
      TableRow<Row> row = new TableRow<>();
      row.setOnMouseClicked(e -> {
        if (e.getClickCount() == 2 && row.getItem() != null) {
          open(row.getItem());
        }
      });
      return row;
    });
    table.setOnKeyPressed(e -> {
      Row chosen = table.getSelectionModel().getSelectedItem();
      if (e.getCode() == KeyCode.ENTER && chosen != null) {
        open(chosen);
      }
    });
    VBox top =
        Look.column(
            12,
            Look.row(
                12,
                Look.heading(desk.say("ui-keys.inventory")),
                Look.spring(),
                Look.iconButton(desk.say("ui-host.refresh"), MaterialDesignR.REFRESH, this::load)),
            Look.note(desk.say("ui-keys.inventory-text")),
            notices);
    BorderPane.setMargin(top, new Insets(0, 0, 12, 0));
    page.setTop(top);
    page.setCenter(table);
    page.setPadding(new Insets(16, 24, 16, 24));
    load();
  }

  private void columns() {
    var columns = table.getColumns();
    columns.add(Rows.text(desk.say("ui-keys.col-pool"), 120, r -> r.keys().pool().text()));
    columns.add(Rows.text(desk.say("ui-keys.host"), 120, Row::host));
    columns.add(Rows.text(desk.say("ui-keys.key"), 184, this::key));
    columns.add(Rows.text(desk.say("ui-keys.created"), 112, this::created));
    columns.add(Rows.text(desk.say("ui-keys.master"), 184, this::master));
    columns.add(
        Rows.text(
            desk.say("ui-keys.exported"),
            112,
            r -> time(r, r.record() == null ? null : r.record().exported())));
    columns.add(
        Rows.text(
            desk.say("ui-keys.verified"),
            144,
            r -> time(r, r.record() == null ? null : r.record().verified())));
  }

  private String key(Row row) {
    Keys.Lying key = row.keys().key();
    if (key == null) {
      return desk.say(row.keys().isMissing() ? "ui-keys.missing" : "ui-keys.none");
    }
    Fingerprint own = key.fingerprint();
    return own == null ? desk.say("ui-keys.unnamed") : own.brief();
  }

  private String created(Row row) {
    Keys.Lying key = row.keys().key();
    return key == null || key.created() == null ? "" : KeyFacts.day(desk.words(), key.created());
  }

  private String master(Row row) {
    Keys.Master master = row.keys().master();
    return master == null
        ? desk.say("ui-keys.none")
        : master.key() == null
            ? desk.say("ui-keys.master-broken")
            : master.key().fingerprint().brief();
  }

  private String time(Row row, java.time.@Nullable Instant at) {
    if (row.keys().key() == null) {
      return "";
    }
    return at == null ? desk.say("ui-keys.never") : KeyFacts.day(desk.words(), at);
  }

  private void open(Row row) {
    desk.open(new Page.OfPool(row.host(), row.keys().pool()));
  }

  private void load() {
    leave();
    table.getItems().clear();
    notices.getChildren().clear();
    List<String> away = new ArrayList<>();
    for (HostModel host : desk.fleet().hosts()) {
      host.host().ifPresentOrElse(open -> ask(host.name(), open), () -> away.add(host.name()));
    }
    if (!away.isEmpty()) {
      notice(desk.say("ui-keys.inventory-away", away.stream().collect(Collectors.joining(", "))));
    }
  }

  private void ask(String name, Host open) {
    asking.add(
        desk.background()
            .run(() -> rows(name, open.keys().list()))
            .then(rows -> {
              switch (rows) {
                case Reading.Known<List<Row>>(var found) -> table.getItems().addAll(found);
                case Reading.Failed<List<Row>>(var why) ->
                    notice(name + ": " + desk.words().say(why));
              }
            })
            .failed(why -> notice(name + ": " + Explanation.of(why, desk.words()).what())));
  }

  private void notice(String words) {
    notices.getChildren().add(Look.banner(Status.UNKNOWN, words));
  }

  private Reading<List<Row>> rows(String name, Reading<Keys.Overview> reading) throws IOException {
    return switch (reading) {
      case Reading.Failed<Keys.Overview>(var why) -> new Reading.Failed<>(why);
      case Reading.Known<Keys.Overview>(var overview) -> {
        List<Row> rows = new ArrayList<>();
        for (Keys.PoolKeys keys : overview.pools()) {
          Fingerprint own = keys.key() == null ? null : keys.key().fingerprint();
          KeyRecord record =
              own == null
                  ? null
                  : desk.preferences().keys().of(name, keys.pool().text(), own.text()).orElse(null);
          rows.add(new Row(name, keys, record));
        }
        yield Reading.known(rows);
      }
    };
  }

  private void leave() {
    asking.forEach(Background.Work::discard);
    asking.clear();
  }

  @Override
  public Parent node() {
    return page;
  }

  @Override
  public void focus() {
    table.requestFocus();
  }

  @Override
  public void close() {
    leave();
  }
}
