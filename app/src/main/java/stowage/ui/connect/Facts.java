package stowage.ui.connect;

import java.util.Map;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import stowage.message.Printable;
import stowage.ui.look.Look;
import stowage.words.Words;

/** Names and values to compare or to copy, in letters of one width. */
public final class Facts {
  private Facts() {}

  /**
   * @param pairs key of a name, then its value, and so on
   */
  public static GridPane of(Words words, String... pairs) {
    GridPane grid = new GridPane(16, 4);
    ColumnConstraints names = new ColumnConstraints();
    names.setMinWidth(Region.USE_PREF_SIZE);
    ColumnConstraints values = new ColumnConstraints();
    values.setHgrow(Priority.ALWAYS);
    grid.getColumnConstraints().addAll(names, values);
    for (int i = 0; i < pairs.length; i += 2) {
      Label name = Look.note(words.say(pairs[i]));
      TextField value = selectable(pairs[i + 1], words.say(pairs[i]));
      name.setLabelFor(value);
      grid.addRow(i / 2, name, value);
    }
    return grid;
  }

  /** A line to be typed on the host, with a button that copies it. */
  public static HBox command(Words words, String line) {
    TextField text = selectable(line, words.say("ui-connect.command"));
    text.getStyleClass().add("command");
    HBox.setHgrow(text, Priority.ALWAYS);
    return Look.row(
        4,
        text,
        Look.iconButton(
            words.say("ui.copy"),
            MaterialDesignC.CONTENT_COPY,
            () -> Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, line))));
  }

  private static TextField selectable(String value, String name) {
    TextField text = new TextField(Printable.line(value));
    text.setEditable(false);
    text.setAccessibleText(name + ": " + text.getText());
    text.getStyleClass().addAll("monospace", "plain");
    return text;
  }
}
