package stowage.ui.keys;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.collections.FXCollections;
import javafx.scene.Parent;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import stowage.exec.Secret;
import stowage.host.ArchivedKeys;
import stowage.paper.Scan;
import stowage.pbs.KeyArchive;
import stowage.ui.form.Field;
import stowage.ui.frame.Desk;
import stowage.ui.host.HostModel;
import stowage.ui.look.Look;
import stowage.ui.look.Sheet;
import stowage.ui.look.Status;
import stowage.ui.look.View;
import stowage.ui.plan.ChangeView;
import stowage.ui.work.Background;

/** Brings the keys of an archive back to the pools of a host, in one plan. */
final class RestoreView implements View {
  private final Desk desk;
  private final Outside outside;
  private final Runnable leave;
  private final BorderPane page = new BorderPane();
  private final Label chosen = Look.note("");
  private final PasswordField passphrase = new PasswordField();
  private final ComboBox<String> host;
  private final VBox said = Look.column(8);
  private List<Path> files = List.of();
  private @Nullable KeyArchive archive;
  private @Nullable ChangeView change;
  private Background.@Nullable Work<?> opening;

  RestoreView(Desk desk, Outside outside, Runnable leave) {
    this.desk = desk;
    this.outside = outside;
    this.leave = leave;
    chosen.setText(desk.say("ui-keys.upload-none"));
    host =
        new ComboBox<>(
            FXCollections.observableArrayList(
                desk.fleet().hosts().stream()
                    .filter(h -> h.host().isPresent())
                    .map(HostModel::name)
                    .toList()));
    host.getSelectionModel().selectFirst();
    form();
  }

  private void form() {
    leaveChange();
    page.setCenter(
        Sheet.of(
            Look.heading(desk.say("ui-keys.restore")),
            Look.note(desk.say("ui-keys.restore-text")),
            Look.row(
                12,
                Look.button(
                    desk.say("ui-keys.restore-choose"),
                    MaterialDesignF.FOLDER_OPEN_OUTLINE,
                    this::choose),
                chosen),
            new Field(desk.say("ui-keys.upload-passphrase"), passphrase, ""),
            new Field(desk.say("ui-keys.host"), host, ""),
            Look.row(
                8,
                Look.button(desk.say("ui-plan.back"), MaterialDesignA.ARROW_LEFT, leave),
                Look.primary(desk.say("ui-content.review"), this::open)),
            said));
  }

  private void choose() {
    List<Path> taken = outside.toOpen(page, desk.say("ui-keys.restore-choose"));
    if (!taken.isEmpty()) {
      files = taken;
      chosen.setText(String.valueOf(taken.getFirst().getFileName()));
    }
  }

  private void open() {
    String name = host.getValue();
    HostModel where = name == null ? null : desk.fleet().host(name).orElse(null);
    if (files.isEmpty()) {
      say(Status.PROBLEM, desk.say("ui-keys.upload-first"));
    } else if (where == null) {
      say(Status.PROBLEM, desk.say("ui-plan.no-connection"));
    } else {
      Path from = files.getFirst();
      Secret secret = KeyUpload.secret(passphrase);
      say(Status.BUSY, desk.say("ui-keys.working"));
      opening =
          desk.background()
              .run(() -> {
                try (secret) {
                  if (Files.size(from) > Scan.LARGEST_FILE) {
                    throw new Scan.UnsuitableException("paper.too-large", from);
                  }
                  return KeyArchive.read(Files.readAllBytes(from), secret);
                }
              })
              .then(opened -> review(opened, where))
              .failed(why -> say(Status.PROBLEM, Reasons.say(desk.words(), why)));
    }
  }

  private void review(KeyArchive opened, HostModel where) {
    closeArchive();
    archive = opened;
    said.getChildren().clear();
    ChangeView view =
        new ChangeView(
            desk,
            where,
            ChangeView.around(
                invalid -> {
                  form();
                  if (invalid != null) {
                    invalid
                        .problems()
                        .forEach(p ->
                            said.getChildren()
                                .add(Look.banner(Status.PROBLEM, desk.words().say(p.said()))));
                  }
                },
                _ -> leave.run()));
    change = view;
    page.setCenter(view.node());
    ArchivedKeys keys = new ArchivedKeys(opened.entries(), where.name());
    view.plan(open -> open.keys().planRestore(keys));
  }

  private void say(Status status, String words) {
    said.getChildren().setAll(Look.banner(status, words));
  }

  private void leaveChange() {
    if (change != null) {
      change.close();
      change = null;
    }
  }

  private void closeArchive() {
    if (archive != null) {
      archive.close();
      archive = null;
    }
  }

  @Override
  public Parent node() {
    return page;
  }

  @Override
  public void close() {
    if (opening != null) {
      opening.discard();
    }
    leaveChange();
    closeArchive();
    passphrase.clear();
  }
}
