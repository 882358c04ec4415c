package stowage.ui.keys;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import stowage.exec.Secret;
import stowage.ui.form.Field;
import stowage.ui.frame.Desk;
import stowage.ui.look.Look;

/** Where somebody names the key they bring: chosen or dropped here. */
final class KeyUpload extends VBox {
  private final Label chosen = Look.note("");
  private final PasswordField passphrase = new PasswordField();
  private List<Path> files = List.of();

  KeyUpload(Desk desk, Outside outside) {
    this(desk, outside, "ui-keys.upload");
  }

  /**
   * @param words how the keys begin of what is said about the file and its passphrase
   */
  KeyUpload(Desk desk, Outside outside, String words) {
    super(16);
    VBox drop =
        Look.card(
            Look.text(desk.say(words + "-text")),
            Look.row(
                12,
                Look.button(
                    desk.say("ui-keys.upload-choose"),
                    MaterialDesignF.FOLDER_OPEN_OUTLINE,
                    () -> take(outside.toOpen(this, desk.say("ui-keys.upload-choose")))),
                chosen));
    drop.setOnDragOver(e -> {
      if (e.getDragboard().hasFiles()) {
        e.acceptTransferModes(TransferMode.COPY);
      }
      e.consume();
    });
    drop.setOnDragDropped(e -> {
      take(e.getDragboard().getFiles().stream().map(File::toPath).toList());
      e.setDropCompleted(true);
      e.consume();
    });
    chosen.setText(desk.say("ui-keys.upload-none"));
    getChildren()
        .setAll(
            drop,
            new Field(
                desk.say("ui-keys.upload-passphrase"),
                passphrase,
                desk.say(words + "-passphrase-help")));
  }

  void take(List<Path> taken) {
    if (!taken.isEmpty()) {
      files = taken;
      chosen.setText(
          taken.stream().map(f -> f.getFileName().toString()).collect(Collectors.joining(", ")));
    }
  }

  List<Path> files() {
    return files;
  }

  /** The caller closes it. */
  Secret passphrase() {
    return secret(passphrase);
  }

  static Secret secret(PasswordField field) {
    char[] typed = field.getText().toCharArray();
    Secret secret = Secret.of(typed);
    Arrays.fill(typed, '\0');
    return secret;
  }

  void wipe() {
    passphrase.clear();
  }
}
