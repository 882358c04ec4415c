package stowage.ui.keys;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import javafx.scene.control.Button;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import stowage.config.StorageId;
import stowage.exec.Secret;
import stowage.host.Host;
import stowage.schema.Problem;
import stowage.ui.frame.Desk;
import stowage.ui.look.Look;

/** What can be done with the key that a pool's backups are encrypted with. */
final class KeyWork {
  private final KeyStage stage;
  private final RecoveryWork recovery;
  private final Desk desk;
  private final StorageId pool;

  KeyWork(KeyStage stage, RecoveryWork recovery) {
    this.stage = stage;
    this.recovery = recovery;
    desk = stage.desk();
    pool = stage.pool();
  }

  /**
   * @param instead of one that is there
   */
  void make(boolean instead) {
    make(instead, List.of());
  }

  private void make(boolean instead, List<Problem> problems) {
    KeyForm[] form = new KeyForm[1];
    form[0] =
        stage.open(
            new KeyForm.Question(
                desk.say(instead ? "ui-keys.replace-title" : "ui-keys.make-title", pool),
                List.of(Look.text(desk.say("ui-keys.make-text"))),
                instead ? stage.doom("ui-keys.replace-warning") : null,
                desk.say("ui-content.review"),
                () -> {}),
            () ->
                desk.background()
                    .run(NewKey::made)
                    .then(key -> stage.replace(key, again -> make(instead, again)))
                    .failed(why -> form[0].trouble(Reasons.say(desk.words(), why))));
    stage.show(form[0], problems);
  }

  void upload(boolean instead) {
    upload(instead, List.of());
  }

  private void upload(boolean instead, List<Problem> problems) {
    KeyUpload upload = new KeyUpload(desk, stage.outside());
    KeyForm[] form = new KeyForm[1];
    form[0] =
        stage.open(
            new KeyForm.Question(
                desk.say(instead ? "ui-keys.replace-title" : "ui-keys.upload-title", pool),
                List.of(upload),
                instead ? stage.doom("ui-keys.replace-warning") : null,
                desk.say("ui-content.review"),
                upload::wipe),
            () -> {
              List<Path> files = upload.files();
              if (files.isEmpty()) {
                form[0].trouble(desk.say("ui-keys.upload-first"));
                return;
              }
              Secret passphrase = upload.passphrase();
              form[0].busy();
              desk.background()
                  .run(() -> {
                    try (passphrase) {
                      return NewKey.read(files, passphrase);
                    }
                  })
                  .then(key -> stage.replace(key, again -> upload(instead, again)))
                  .failed(why -> {
                    String said = Reasons.say(desk.words(), why);
                    if (why instanceof MasterInsteadException) {
                      form[0].trouble(said, recoverWith(files));
                    } else {
                      form[0].trouble(said);
                    }
                  });
            });
    stage.show(form[0], problems);
  }

  private Button recoverWith(List<Path> files) {
    return Look.button(
        desk.say("ui-keys.recover-with"),
        MaterialDesignL.LOCK_OPEN_OUTLINE,
        () -> recovery.recover(null, files));
  }

  void remove() {
    stage.open(
        new KeyForm.Question(
            desk.say("ui-keys.remove-title", pool),
            List.of(Look.text(desk.say("ui-keys.remove-text"))),
            stage.doom("ui-keys.remove-warning"),
            desk.say("ui-content.review"),
            () -> {}),
        () -> stage.lead(open -> open.keys().planRemoveKey(pool)));
  }

  /** Another copy of the key that the host has. */
  void keep() {
    Host open = stage.host().host().orElse(null);
    if (open == null) {
      stage.trouble().accept(desk.say("ui-plan.no-connection"));
      return;
    }
    desk.background()
        .run(() -> Keepsake.of(open.keys().open(pool), ZoneId.systemDefault()))
        .then(key -> stage.keep(key, stage.drawer()::close, stage.drawer()::close))
        .failed(stage::refused);
  }
}
