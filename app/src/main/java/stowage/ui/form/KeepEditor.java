package stowage.ui.form;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.StringProperty;
import javafx.scene.layout.StackPane;
import stowage.volume.Retention;
import stowage.words.Words;

/** Which backups are kept: a number for each rule, or all. */
public final class KeepEditor extends StackPane {
  private final Parts parts;

  /**
   * @param columns how many rules stand side by side
   * @param text {@code keep-last=3,keep-daily=7}
   */
  public KeepEditor(Words words, int columns, StringProperty text) {
    List<Parts.Part> rules = new ArrayList<>();
    for (String rule : Retention.rules()) {
      rules.add(new Parts.Part(rule, words.say("ui.form-" + rule)));
    }
    parts = new Parts(rules, columns, text, words.say("ui.form-keep-all"), "keep-all=1");
    getChildren().add(parts);
  }

  @Override
  public void requestFocus() {
    parts.requestFocus();
  }
}
