package stowage.ui.keys;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.geometry.Insets;
import javafx.scene.Parent;
import javafx.scene.control.ListView;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import stowage.config.StorageId;
import stowage.exec.Reading;
import stowage.host.Host;
import stowage.host.Keys;
import stowage.host.Opening;
import stowage.host.Servers;
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
  private static final double LOST_HEIGHT = 180;

  /** Room for a fingerprint as short as it is shown. */
  private static final double KEY = 180;

  private final Desk desk;
  private final Outside outside;
  private final StackPane root = new StackPane();
  private final BorderPane page = new BorderPane();
  private final VBox notices = Look.column(8);
  private final TableView<Row> table;
  private final List<Background.Work<?>> asking = new ArrayList<>();
  private final ListView<String> lost = new ListView<>();
  private final VBox lostBox;
  private Unopened unopened = new Unopened();
  private @Nullable View above;

  /**
   * @param record null when nothing was done for the key from here
   */
  private record Row(String host, Keys.PoolKeys keys, @Nullable KeyRecord record) {}

  public InventoryView(Desk desk, Outside outside) {
    this.desk = desk;
    this.outside = outside;
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
                Look.button(
                    desk.say("ui-keys.all"),
                    MaterialDesignS.SHIELD_KEY_OUTLINE,
                    () -> show(new KeepAllView(desk, this.outside, this::back))),
                Look.button(
                    desk.say("ui-keys.restore"),
                    MaterialDesignR.RESTORE,
                    () -> show(new RestoreView(desk, this.outside, this::back))),
                Look.iconButton(desk.say("ui-host.refresh"), MaterialDesignR.REFRESH, this::load)),
            Look.note(desk.say("ui-keys.inventory-text")),
            notices);
    BorderPane.setMargin(top, new Insets(0, 0, 12, 0));
    page.setTop(top);
    page.setCenter(table);
    lost.setPrefHeight(LOST_HEIGHT);
    lost.setFixedCellSize(Look.ROW);
    lost.setAccessibleText(desk.say("ui-keys.unopened"));
    lostBox =
        Look.column(
            8,
            Look.subheading(desk.say("ui-keys.unopened")),
            Look.note(desk.say("ui-keys.unopened-text")),
            lost);
    lostBox.setVisible(false);
    lostBox.setManaged(false);
    BorderPane.setMargin(lostBox, new Insets(16, 0, 0, 0));
    page.setBottom(lostBox);
    page.setPadding(new Insets(16, 24, 16, 24));
    root.getChildren().setAll(page);
    load();
  }

  private void show(View view) {
    above = view;
    root.getChildren().setAll(view.node());
    view.focus();
  }

  /** Something may have changed meanwhile. */
  private void back() {
    leaveAbove();
    root.getChildren().setAll(page);
    load();
  }

  private void leaveAbove() {
    if (above != null) {
      above.close();
      above = null;
    }
  }

  private void columns() {
    var columns = table.getColumns();
    columns.add(Rows.text(desk.say("ui-keys.col-pool"), 88, r -> r.keys().pool().text()));
    columns.add(Rows.text(desk.say("ui-keys.host"), 80, Row::host));
    var key = Rows.text(desk.say("ui-keys.key"), KEY, this::key);
    key.setMinWidth(KEY);
    columns.add(key);
    columns.add(Rows.text(desk.say("ui-keys.created"), 104, this::created));
    columns.add(Rows.text(desk.say("ui-keys.master"), 100, this::master));
    columns.add(
        Rows.text(
            desk.say("ui-keys.exported"),
            112,
            r -> time(r, r.record() == null ? null : r.record().exported())));
    columns.add(
        Rows.text(
            desk.say("ui-keys.verified"),
            152,
            r -> time(r, r.record() == null ? null : r.record().verified())));
    columns.add(Rows.text(desk.say("ui-keys.unopened-col"), 128, this::opened));
  }

  private String opened(Row row) {
    return switch (unopened.of(row.host(), row.keys().pool())) {
      case null -> "…";
      case Reading.Failed<Unopened.Count> _ -> desk.say("ui-keys.unopened-unknown");
      case Reading.Known<Unopened.Count>(var count) -> counted(count);
    };
  }

  private String counted(Unopened.Count count) {
    if (!count.without().isEmpty()) {
      return desk.say("ui-keys.unopened-of", count.without().size(), count.all());
    }
    return count.unknown() > 0
        ? desk.say("ui-keys.unopened-unsaid", count.unknown(), count.all())
        : desk.say("ui-keys.unopened-all", count.all());
  }

  /** Takes what a host has told; its keys may open the backups of others. */
  private void told(Unopened.Told told) {
    unopened.add(told);
    told.backups()
        .forEach((pool, found) -> {
          if (found instanceof Reading.Failed<List<Opening>>(var why)) {
            notice(desk.say("ui-keys.known-of", pool, told.host(), desk.words().say(why)));
          }
        });
    List<String> lines = new ArrayList<>();
    for (Row row : table.getItems()) {
      if (unopened.of(row.host(), row.keys().pool())
          instanceof Reading.Known<Unopened.Count>(var count)) {
        count.without().forEach(one -> lines.add(line(row, one)));
      }
    }
    lost.getItems().setAll(lines);
    lostBox.setVisible(!lines.isEmpty());
    lostBox.setManaged(!lines.isEmpty());
    table.refresh();
  }

  private String line(Row row, Opening one) {
    Fingerprint key = one.key();
    return desk.say(
        "ui-keys.unopened-one",
        row.keys().pool(),
        row.host(),
        one.backup().id(),
        key == null ? desk.say("ui-keys.unnamed") : key.brief(),
        one.backup().comment());
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
    unopened = new Unopened();
    lost.getItems().clear();
    notices.getChildren().clear();
    List<String> away = new ArrayList<>();
    for (HostModel host : desk.fleet().hosts()) {
      host.host().ifPresentOrElse(open -> ask(host, open), () -> away.add(host.name()));
    }
    if (!away.isEmpty()) {
      notice(desk.say("ui-keys.inventory-away", away.stream().collect(Collectors.joining(", "))));
    }
  }

  private void ask(HostModel host, Host open) {
    String name = host.name();
    asking.add(
        desk.background()
            .run(() -> rows(name, open.keys().list()))
            .then(rows -> {
              switch (rows) {
                case Reading.Known<List<Row>>(var found) -> {
                  table.getItems().addAll(found);
                  askServers(host, open, found);
                }
                case Reading.Failed<List<Row>>(var why) ->
                    notice(name + ": " + desk.words().say(why));
              }
            })
            .failed(why -> notice(name + ": " + Explanation.of(why, desk.words()).what())));
  }

  private void askServers(HostModel host, Host open, List<Row> rows) {
    String name = host.name();
    Map<StorageId, Servers> pools =
        rows.stream()
            .map(row -> row.keys().pool())
            .distinct()
            .collect(Collectors.toMap(pool -> pool, pool -> desk.servers(host, open, pool)));
    asking.add(
        desk.background()
            .run(() -> Unopened.ask(name, open, pools))
            .then(this::told)
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
    return root;
  }

  @Override
  public void focus() {
    table.requestFocus();
  }

  @Override
  public void close() {
    leaveAbove();
    leave();
  }
}
