package stowage.ui.keys;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import stowage.exec.Secret;
import stowage.paper.Scan;
import stowage.pbs.KeyArchive;
import stowage.ui.form.Field;
import stowage.ui.frame.Desk;
import stowage.ui.look.Look;
import stowage.ui.look.Sheet;
import stowage.ui.look.Status;
import stowage.ui.look.View;
import stowage.ui.work.Background;

/** Opens an archive of keys, so that what is in it can come back. */
final class RestoreView implements View {
  private final Desk desk;
  private final Outside outside;
  private final Runnable leave;
  private final BorderPane page = new BorderPane();
  private final Label chosen = Look.note("");
  private final PasswordField passphrase = new PasswordField();
  private final VBox said = Look.column(8);
  private List<Path> files = List.of();
  private @Nullable ArchiveView opened;
  private Background.@Nullable Work<?> opening;

  RestoreView(Desk desk, Outside outside, Runnable leave) {
    this.desk = desk;
    this.outside = outside;
    this.leave = leave;
    chosen.setText(desk.say("ui-keys.upload-none"));
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
            Look.row(
                8,
                Look.button(desk.say("ui-plan.back"), MaterialDesignA.ARROW_LEFT, leave),
                Look.primary(desk.say("ui-keys.restore-open"), this::open)),
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
    if (files.isEmpty()) {
      say(Status.PROBLEM, desk.say("ui-keys.upload-first"));
      return;
    }
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
            .then(this::show)
            .failed(why -> say(Status.PROBLEM, Reasons.say(desk.words(), why)));
  }

  private void show(KeyArchive archive) {
    passphrase.clear();
    ArchiveView view = new ArchiveView(desk, outside, archive, leave);
    opened = view;
    page.setCenter(view.node());
    view.focus();
  }

  private void say(Status status, String words) {
    said.getChildren().setAll(Look.banner(status, words));
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
    if (opened != null) {
      opened.close();
    }
    passphrase.clear();
  }
}
