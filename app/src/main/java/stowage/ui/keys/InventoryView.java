package stowage.ui.keys;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.geometry.Insets;
import javafx.scene.Parent;
import javafx.scene.control.ListView;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import stowage.config.StorageId;
import stowage.exec.Reading;
import stowage.host.Host;
import stowage.host.KeyFileName;
import stowage.host.Keys;
import stowage.host.Opening;
import stowage.host.Servers;
import stowage.pbs.Fingerprint;
import stowage.settings.KeyRecord;
import stowage.ui.error.Explanation;
import stowage.ui.frame.Desk;
import stowage.ui.host.HostModel;
import stowage.ui.look.Look;
import stowage.ui.look.Status;
import stowage.ui.look.View;
import stowage.ui.work.Background;

/** Which pools of all connected hosts have which key, and what is known of its copies. */
public final class InventoryView implements View {
  private static final double LOST_HEIGHT = 180;

  private final Desk desk;
  private final Outside outside;
  private final StackPane root = new StackPane();
  private final BorderPane page = new BorderPane();
  private final VBox notices = Look.column(8);
  private final KeyTable table;
  private final List<Background.Work<?>> asking = new ArrayList<>();
  private final ListView<String> lost = new ListView<>();
  private final VBox lostBox;
  private @Nullable View above;

  public InventoryView(Desk desk, Outside outside) {
    this.desk = desk;
    this.outside = outside;
    table = new KeyTable(desk);
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
    page.setCenter(table.node());
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

  private void told(Unopened.Told told) {
    table.add(told);
    told.backups()
        .forEach((pool, found) -> {
          if (found instanceof Reading.Failed<List<Opening>>(var why)) {
            notice(desk.say("ui-keys.known-of", pool, told.host(), desk.words().say(why)));
          }
        });
    List<String> lines = table.unopened();
    lost.getItems().setAll(lines);
    lostBox.setVisible(!lines.isEmpty());
    lostBox.setManaged(!lines.isEmpty());
  }

  private void load() {
    leave();
    table.clear();
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
                case Reading.Known<List<KeyTable.Row>>(var found) -> {
                  table.addAll(found);
                  askServers(host, open, found);
                }
                case Reading.Failed<List<KeyTable.Row>>(var why) ->
                    notice(name + ": " + desk.words().say(why));
              }
            })
            .failed(why -> notice(name + ": " + Explanation.of(why, desk.words()).what())));
  }

  private void askServers(HostModel host, Host open, List<KeyTable.Row> rows) {
    String name = host.name();
    Map<StorageId, Servers> pools =
        rows.stream()
            .flatMap(row -> Stream.ofNullable(row.keys()))
            .map(Keys.PoolKeys::pool)
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

  private Reading<List<KeyTable.Row>> rows(String name, Reading<Keys.Overview> reading)
      throws IOException {
    return switch (reading) {
      case Reading.Failed<Keys.Overview>(var why) -> new Reading.Failed<>(why);
      case Reading.Known<Keys.Overview>(var overview) -> {
        List<KeyTable.Row> rows = new ArrayList<>();
        for (Keys.PoolKeys keys : overview.pools()) {
          rows.add(row(name, KeyTable.Use.PRESENT, keys, keys.key()));
          for (Keys.Lying old : keys.old()) {
            rows.add(row(name, KeyTable.Use.BEFORE, keys, old));
          }
        }
        for (Keys.Lying left : overview.left()) {
          rows.add(row(name, KeyTable.Use.LEFT, null, left));
        }
        yield Reading.known(rows);
      }
    };
  }

  private KeyTable.Row row(
      String host, KeyTable.Use use, Keys.@Nullable PoolKeys keys, Keys.@Nullable Lying key)
      throws IOException {
    String pool =
        keys != null
            ? keys.pool().text()
            : Optional.ofNullable(key)
                .flatMap(k -> KeyFileName.of(k.path()))
                .map(KeyFileName::pool)
                .orElse("?");
    Fingerprint own = key == null ? null : key.fingerprint();
    KeyRecord record =
        own == null ? null : desk.preferences().keys().of(host, pool, own.text()).orElse(null);
    return new KeyTable.Row(host, pool, use, keys, key, record);
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
    table.node().requestFocus();
  }

  @Override
  public void close() {
    leaveAbove();
    leave();
  }
}
