package stowage.ui.content;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.geometry.Insets;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableView;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import stowage.exec.Reading;
import stowage.host.BackupKeys;
import stowage.host.KnownKey;
import stowage.host.Opening;
import stowage.pbs.Proof;
import stowage.pbs.server.SnapshotId;
import stowage.ui.error.ErrorView;
import stowage.ui.error.Explanation;
import stowage.ui.frame.Desk;
import stowage.ui.look.Look;
import stowage.ui.look.Rows;
import stowage.ui.look.Status;
import stowage.ui.look.View;
import stowage.ui.work.Background;

/**
 * Which key opens each backup of a pool: at once by the names of the keys, and on demand proven on
 * the backup itself.
 */
final class WhichKeysPanel implements View {
  private final Desk desk;
  private final WhichKeys keys;
  private final Set<SnapshotId> chosen;
  private final BorderPane page = new BorderPane();
  private final VBox notices = Look.column(8);
  private final Label progress = Look.note("");
  private final Button prove;
  private final Button stop;
  private final TableView<Opening> table;
  private final Map<SnapshotId, BackupKeys.Tried> tried = new HashMap<>();
  private WhichKeys.@Nullable Found found;
  private Background.@Nullable Work<?> working;

  /**
   * @param chosen backups that the user looks at; the others are shown, too
   */
  WhichKeysPanel(Desk desk, WhichKeys keys, List<SnapshotId> chosen, Runnable close) {
    this.desk = desk;
    this.keys = keys;
    this.chosen = new HashSet<>(chosen);
    table = Rows.table(desk.say("ui-vault.keys-list"), desk.say("ui-content.none"));
    table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    table
        .getColumns()
        .addAll(
            List.of(
                Rows.text(desk.say("ui-vault.keys-backup"), 208, o -> o.backup().id().toString()),
                Rows.text(desk.say("ui-vault.keys-opens"), 152, this::opens),
                Rows.text(desk.say("ui-vault.keys-proof"), 144, this::proof)));
    table.getColumns().getFirst().setMinWidth(200);
    prove =
        Look.button(
            desk.say("ui-vault.keys-prove"), MaterialDesignS.SHIELD_CHECK_OUTLINE, this::prove);
    stop = Look.button(desk.say("ui-vault.keys-stop"), MaterialDesignS.STOP, this::stop);
    progress.setMinWidth(0);
    Label heading = Look.subheading(desk.say("ui-vault.keys-title", keys.pool()));
    VBox top = Look.column(8, heading, Look.note(desk.say("ui-vault.keys-text")), notices);
    BorderPane.setMargin(top, new Insets(0, 0, 12, 0));
    page.setTop(top);
    page.setBottom(
        Look.row(
            8,
            prove,
            stop,
            progress,
            Look.spring(),
            Look.primary(desk.say("ui-content.close"), close)));
    BorderPane.setMargin(page.getBottom(), new Insets(12, 0, 0, 0));
    page.setPadding(new Insets(16, 24, 16, 24));
    table.setPlaceholder(Look.busy(desk.say("ui-content.loading")));
    page.setCenter(table);
    busy(true);
    stop.setDisable(true);
    working =
        desk.background()
            .run(keys::look)
            .then(this::show)
            .failed(why ->
                page.setCenter(ErrorView.of(Explanation.of(why, desk.words()), desk.words())));
  }

  private void busy(boolean on) {
    prove.setDisable(on);
    stop.setDisable(!on);
  }

  private void show(WhichKeys.Found told) {
    found = told;
    table.setPlaceholder(Look.note(desk.say("ui-content.none")));
    table.getItems().setAll(told.openings());
    for (int i = 0; i < told.openings().size(); i++) {
      if (chosen.contains(told.openings().get(i).backup().id())) {
        table.getSelectionModel().select(i);
        table.scrollTo(i);
      }
    }
    told.unasked()
        .forEach((host, why) ->
            notices
                .getChildren()
                .add(Look.banner(Status.UNKNOWN, host + ": " + desk.words().say(why))));
    busy(false);
  }

  private String opens(Opening opening) {
    return switch (opening.answer()) {
      case OPENS -> desk.say("ui-vault.keys-own");
      case OTHER_KEY -> other(opening.with().getFirst());
      case NOT_ENCRYPTED -> desk.say("ui-vault.keys-none-needed");
      case NOBODY ->
          desk.say("ui-vault.keys-nobody", opening.key() == null ? "?" : opening.key().brief());
      case UNKNOWN -> desk.say("ui-vault.keys-unknown");
    };
  }

  private String other(KnownKey key) {
    return desk.say(
        key.inUse() ? "ui-vault.keys-other" : "ui-vault.keys-old", key.pool(), key.host());
  }

  private String proof(Opening opening) {
    BackupKeys.Tried one = tried.get(opening.backup().id());
    if (one == null) {
      return "";
    }
    return switch (one.proof()) {
      case Reading.Failed<Proof>(var why) -> desk.words().say(why);
      case Reading.Known<Proof>(var proof) when proof.refused() != null ->
          desk.words().say(proof.refused());
      case Reading.Known<Proof>(var proof) when proof.outcome() == Proof.Outcome.REFUSED ->
          desk.words().say(proof.judgement().said());
      case Reading.Known<Proof>(var proof) ->
          desk.say("ui-vault.keys-proof-" + proof.outcome().word());
    };
  }

  /** Those that are chosen, or else all. */
  private void prove() {
    WhichKeys.Found known = found;
    if (known == null) {
      return;
    }
    List<Opening> marked = List.copyOf(table.getSelectionModel().getSelectedItems());
    List<Opening> wanted = marked.isEmpty() ? known.openings() : marked;
    wanted.forEach(opening -> tried.remove(opening.backup().id()));
    busy(true);
    count(0, wanted.size());
    int[] done = new int[1];
    Background background = desk.background();
    working =
        background
            .run(() ->
                keys.prove(
                    known.known(),
                    wanted,
                    one ->
                        background.show(() -> {
                          tried.put(one.opening().backup().id(), one);
                          count(++done[0], wanted.size());
                          table.refresh();
                        })))
            .then(all -> {
              long well = all.stream().filter(BackupKeys.Tried::holds).count();
              progress.setText(desk.say("ui-vault.keys-proven", well, all.size()));
              busy(false);
            })
            .failed(why -> {
              notices
                  .getChildren()
                  .setAll(Look.banner(Status.PROBLEM, Explanation.of(why, desk.words()).what()));
              busy(false);
            });
  }

  private void count(int done, int all) {
    progress.setText(desk.say("ui-vault.keys-progress", done, all));
  }

  private void stop() {
    if (working != null) {
      working.discard();
    }
    progress.setText(desk.say("ui-vault.keys-stopped"));
    busy(false);
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
    if (working != null) {
      working.discard();
    }
  }
}
