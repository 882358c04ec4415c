package stowage.ui.keys;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import stowage.config.StorageId;
import stowage.exec.Secret;
import stowage.host.Host;
import stowage.host.Opening;
import stowage.host.ServerPool;
import stowage.host.Servers;
import stowage.pbs.Fingerprint;
import stowage.pbs.server.SnapshotId;
import stowage.ui.form.Field;
import stowage.ui.frame.Desk;
import stowage.ui.host.HostModel;
import stowage.ui.look.Look;
import stowage.ui.look.Status;
import stowage.ui.look.View;
import stowage.ui.work.Background;

/** Asks which backup's key is to be recovered, and for the private master key. Changes nothing. */
final class RecoveryForm implements View {
  private final Desk desk;
  private final Host open;
  private final StorageId pool;
  private final Servers servers;
  private final Consumer<Recovered> next;
  private final ComboBox<Opening> backups = new ComboBox<>();
  private final @Nullable SnapshotId backup;
  private final KeyUpload master;
  private final VBox said = Look.column(8);
  private final BorderPane page = new BorderPane();
  private Background.@Nullable Work<?> working;

  /**
   * What is known at the beginning.
   *
   * @param open the host that the pool is on
   * @param backup null for one that is chosen here
   * @param files of the private master key; none for those that are chosen here
   */
  record Begun(Host open, StorageId pool, @Nullable SnapshotId backup, List<Path> files) {
    Begun {
      files = List.copyOf(files);
    }
  }

  /**
   * @param next takes over what was recovered
   */
  RecoveryForm(
      Desk desk,
      HostModel host,
      Outside outside,
      Begun begun,
      Consumer<Recovered> next,
      Runnable cancel) {
    this.desk = desk;
    this.open = begun.open();
    this.pool = begun.pool();
    this.master = new KeyUpload(desk, outside, "ui-keys.recover-master");
    this.next = next;
    backup = begun.backup();
    servers = desk.servers(host, open, pool);
    master.take(begun.files());
    ScrollPane scroll =
        new ScrollPane(
            Look.column(16, Look.text(desk.say("ui-keys.recover-text")), which(), master, said));
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    BorderPane.setMargin(scroll, new Insets(16, 0, 16, 0));
    page.setTop(Look.subheading(desk.say("ui-keys.recover-title", pool)));
    page.setCenter(scroll);
    page.setBottom(
        Look.row(
            8,
            Look.spring(),
            Look.button(desk.say("ui.cancel"), MaterialDesignC.CLOSE, cancel),
            Look.primary(desk.say("ui-keys.recover-now"), this::recover)));
    page.setPadding(new Insets(16, 24, 16, 24));
  }

  private Node which() {
    String name = desk.say("ui-keys.recover-backup");
    if (backup != null) {
      Label shown = Look.text(backup.toString());
      shown.getStyleClass().add("monospace");
      return Look.column(4, Look.note(name), shown);
    }
    backups.setMaxWidth(Double.MAX_VALUE);
    backups.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(@Nullable Opening opening) {
            return opening == null ? "" : line(opening);
          }

          @Override
          public @Nullable Opening fromString(String text) {
            return null;
          }
        });
    say(Status.BUSY, desk.say("ui-keys.recover-looking"));
    working = desk.background().run(this::encrypted).then(this::offer).failed(this::failed);
    return new Field(name, backups, desk.say("ui-keys.recover-backup-help"));
  }

  /** Those that no key here opens come first, of each guest the newest first. */
  private List<Opening> encrypted() throws Exception {
    try (ServerPool at = servers.of(pool)) {
      return open.backupKeys().list(at, pool).stream()
          .filter(o -> o.answer() != Opening.Answer.NOT_ENCRYPTED)
          .sorted(
              Comparator.comparingInt(RecoveryForm::rank)
                  .thenComparing(o -> o.backup().id().group().toString())
                  .thenComparing(o -> o.backup().id().time(), Comparator.reverseOrder()))
          .toList();
    }
  }

  private static int rank(Opening opening) {
    return switch (opening.answer()) {
      case NOBODY -> 0;
      case UNKNOWN -> 1;
      case OTHER_KEY, OPENS, NOT_ENCRYPTED -> 2;
    };
  }

  private void offer(List<Opening> found) {
    backups.getItems().setAll(found);
    backups.getSelectionModel().selectFirst();
    if (found.isEmpty()) {
      say(Status.WARNING, desk.say("ui-keys.recover-none", pool));
    } else {
      said.getChildren().clear();
    }
  }

  private String line(Opening opening) {
    Fingerprint key = opening.key();
    return desk.say(
        rank(opening) == 2 ? "ui-keys.recover-known" : "ui-keys.recover-lost",
        opening.backup().id(),
        key == null ? desk.say("ui-keys.unnamed") : key.brief(),
        opening.backup().comment());
  }

  private void recover() {
    Opening chosen = backups.getValue();
    SnapshotId which = backup != null ? backup : chosen == null ? null : chosen.backup().id();
    List<Path> files = master.files();
    if (which == null) {
      say(Status.PROBLEM, desk.say("ui-keys.recover-first"));
    } else if (files.isEmpty()) {
      say(Status.PROBLEM, desk.say("ui-keys.recover-file-first"));
    } else {
      Secret passphrase = master.passphrase();
      say(Status.BUSY, desk.say("ui-keys.working"));
      working =
          desk.background()
              .run(() -> {
                try (passphrase) {
                  return Recovered.of(servers, pool, which, files, passphrase);
                }
              })
              .then(next)
              .failed(this::failed);
    }
  }

  private void failed(Exception why) {
    say(Status.PROBLEM, Reasons.say(desk.words(), why));
  }

  private void say(Status status, String words) {
    said.getChildren().setAll(Look.banner(status, words));
  }

  @Override
  public Parent node() {
    return page;
  }

  @Override
  public void focus() {
    if (backup == null) {
      backups.requestFocus();
    } else {
      master.requestFocus();
    }
  }

  @Override
  public void close() {
    if (working != null) {
      working.discard();
    }
    master.wipe();
  }
}
