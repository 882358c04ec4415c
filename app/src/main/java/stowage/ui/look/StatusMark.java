package stowage.ui.look;

import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.javafx.FontIcon;
import stowage.words.Words;

/** A status as shape, word and colour. */
public final class StatusMark extends Label {
  private final FontIcon shape = new FontIcon();

  public StatusMark() {
    setGraphic(shape);
    getStyleClass().add("status");
    setMinWidth(Region.USE_PREF_SIZE);
  }

  public StatusMark(Words words, Status status) {
    this();
    show(words, status, "");
  }

  /**
   * @param why shown when the pointer rests on it, empty for nothing
   */
  public void show(Words words, Status status, String why) {
    shape.setIconCode(status.shape());
    getStyleClass().setAll("label", "status", status.tone());
    setText(words.say(status.key()));
    setTooltip(why.isEmpty() ? null : new Tooltip(why));
    setAccessibleText(why.isEmpty() ? getText() : getText() + ": " + why);
  }
}
