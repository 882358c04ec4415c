package stowage.ui.keys;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import org.jspecify.annotations.Nullable;
import stowage.exec.Reading;
import stowage.host.Keys;
import stowage.host.Opening;
import stowage.pbs.Fingerprint;
import stowage.settings.KeyRecord;
import stowage.ui.frame.Desk;
import stowage.ui.frame.Page;
import stowage.ui.look.Rows;

/**
 * A line for each pool: its key, what is known of the copies, and what no key opens. Keys that were
 * in use before have lines of their own, for they may open what no other one does.
 */
final class KeyTable {
  /** Room for a fingerprint as short as it is shown. */
  private static final double KEY = 176;

  private final Desk desk;
  private final TableView<Row> table;
  private Unopened unopened = new Unopened();

  /** What the key of a line is there for. */
  enum Use {
    PRESENT,
    BEFORE,
    /** Its pool is no longer configured. */
    LEFT
  }

  /**
   * @param pool as its key's file is called
   * @param keys of the pool; null when it is no longer configured
   * @param key null for none
   * @param record null when nothing was done for the key from here
   */
  record Row(
      String host,
      String pool,
      Use use,
      Keys.@Nullable PoolKeys keys,
      Keys.@Nullable Lying key,
      @Nullable KeyRecord record) {

    boolean isMissing() {
      return keys != null && keys.isMissing();
    }
  }

  KeyTable(Desk desk) {
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
  }

  TableView<Row> node() {
    return table;
  }

  void clear() {
    table.getItems().clear();
    unopened = new Unopened();
  }

  void addAll(List<Row> rows) {
    table.getItems().addAll(rows);
  }

  /** Takes what a host has told; its keys may open the backups of others. */
  void add(Unopened.Told told) {
    unopened.add(told);
    table.refresh();
  }

  /** The backups that no key opens, one a line, in words. */
  List<String> unopened() {
    List<String> lines = new ArrayList<>();
    for (Row row : table.getItems()) {
      if (row.keys() != null
          && row.use() == Use.PRESENT
          && unopened.of(row.host(), row.keys().pool())
              instanceof Reading.Known<Unopened.Count>(var count)) {
        count.without().forEach(one -> lines.add(line(row, one)));
      }
    }
    return lines;
  }

  private String line(Row row, Opening one) {
    Fingerprint key = one.key();
    return desk.say(
        "ui-keys.unopened-one",
        row.pool(),
        row.host(),
        one.backup().id(),
        key == null ? desk.say("ui-keys.unnamed") : key.brief(),
        one.backup().comment());
  }

  private void columns() {
    var columns = table.getColumns();
    columns.add(Rows.text(desk.say("ui-keys.col-pool"), 96, this::pool));
    columns.add(Rows.text(desk.say("ui-keys.host"), 64, Row::host));
    columns.add(Rows.text(desk.say("ui-keys.key"), KEY, this::key));
    columns.add(Rows.text(desk.say("ui-keys.created"), 104, this::created));
    columns.add(Rows.text(desk.say("ui-keys.col-kdf"), 64, this::kdf));
    columns.add(Rows.text(desk.say("ui-keys.master"), 100, this::master));
    columns.add(Rows.text(desk.say("ui-keys.exported"), 128, this::exported));
    columns.add(
        Rows.text(
            desk.say("ui-keys.col-verified"),
            108,
            r -> time(r, r.record() == null ? null : r.record().verified())));
    columns.add(Rows.text(desk.say("ui-keys.unopened-col"), 116, this::opened));
    // Every title is whole; what is longer than its cell is in the tooltip.
    columns.forEach(column -> column.setMinWidth(column.getPrefWidth()));
  }

  private String pool(Row row) {
    return switch (row.use()) {
      case PRESENT -> row.pool();
      case BEFORE -> desk.say("ui-keys.use-before", row.pool());
      case LEFT -> desk.say("ui-keys.use-left", row.pool());
    };
  }

  private String opened(Row row) {
    if (row.keys() == null || row.use() != Use.PRESENT) {
      return "";
    }
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

  private String key(Row row) {
    Keys.Lying key = row.key();
    if (key == null) {
      return desk.say(row.isMissing() ? "ui-keys.missing" : "ui-keys.none");
    }
    Fingerprint own = key.fingerprint();
    return own == null ? desk.say("ui-keys.unnamed") : own.brief();
  }

  private String created(Row row) {
    Keys.Lying key = row.key();
    return key == null || key.created() == null ? "" : desk.words().day(key.created());
  }

  private String kdf(Row row) {
    Keys.Lying key = row.key();
    return key == null ? "" : key.kdf().isEmpty() ? "?" : key.kdf();
  }

  private String master(Row row) {
    if (row.keys() == null || row.use() != Use.PRESENT) {
      return "";
    }
    Keys.Master master = row.keys().master();
    return master == null
        ? desk.say("ui-keys.none")
        : master.key() == null
            ? desk.say("ui-keys.master-broken")
            : master.key().fingerprint().brief();
  }

  /** Whoever has no copy may have wanted none. */
  private String exported(Row row) {
    KeyRecord done = row.record();
    return done != null && done.exported() == null && done.waived() != null
        ? desk.say("ui-keys.waived-on", desk.words().day(done.waived()))
        : time(row, done == null ? null : done.exported());
  }

  private String time(Row row, @Nullable Instant at) {
    if (row.key() == null) {
      return "";
    }
    return at == null ? desk.say("ui-keys.never") : desk.words().day(at);
  }

  private void open(Row row) {
    if (row.keys() != null) {
      desk.open(new Page.OfPool(row.host(), row.keys().pool()));
    }
  }
}
