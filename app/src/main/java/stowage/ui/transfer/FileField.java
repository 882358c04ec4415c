package stowage.ui.transfer;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import javafx.beans.property.StringProperty;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.stage.FileChooser;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import stowage.ui.frame.Desk;
import stowage.ui.look.Look;

/** A file of this computer, typed or chosen. */
final class FileField extends HBox {
  private final String name;
  private final boolean saves;
  private final TextField path = new TextField();

  /**
   * @param name what the field is called
   * @param saves whether the file is to be written
   */
  FileField(Desk desk, String name, boolean saves) {
    super(8);
    this.name = name;
    this.saves = saves;
    path.setAccessibleText(name);
    HBox.setHgrow(path, Priority.ALWAYS);
    getChildren()
        .setAll(
            path,
            Look.button(
                desk.say("ui-transfer.choose"), MaterialDesignF.FOLDER_OPEN_OUTLINE, this::choose));
  }

  private void choose() {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(name);
    if (saves) {
      path().ifPresent(p -> chooser.setInitialFileName(String.valueOf(p.getFileName())));
    }
    var window = getScene().getWindow();
    File chosen = saves ? chooser.showSaveDialog(window) : chooser.showOpenDialog(window);
    if (chosen != null) {
      path.setText(chosen.getPath());
    }
  }

  StringProperty text() {
    return path.textProperty();
  }

  /** Empty when what was typed is no path. */
  Optional<Path> path() {
    try {
      String typed = path.getText().strip();
      return typed.isEmpty() ? Optional.empty() : Optional.of(Path.of(typed).toAbsolutePath());
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  @Override
  public void requestFocus() {
    path.requestFocus();
  }
}
