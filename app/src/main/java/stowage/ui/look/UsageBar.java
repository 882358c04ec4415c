package stowage.ui.look;

import atlantafx.base.theme.Styles;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import stowage.words.Words;

/** Part of a whole as bar and as percent; past the threshold with a sign beside the colour. */
public final class UsageBar extends HBox {
  private static final List<String> TONES = List.of(Styles.ACCENT, Styles.WARNING, Styles.DANGER);
  private static final double FULL = 0.95;

  /** Room for three digits and the sign. */
  private static final double PERCENT = 56;

  private final ProgressBar bar = new ProgressBar(0);
  private final Label percent = new Label();

  public UsageBar() {
    super(8);
    setAlignment(Pos.CENTER_LEFT);
    bar.setMaxWidth(Double.MAX_VALUE);
    bar.setMinWidth(40);
    bar.getStyleClass().add(Styles.MEDIUM);
    // Its own name would be read twice: the box says it all.
    bar.setFocusTraversable(false);
    HBox.setHgrow(bar, Priority.ALWAYS);
    percent.setAlignment(Pos.CENTER_RIGHT);
    getChildren().addAll(bar, percent);
    getStyleClass().add("usage");
  }

  /**
   * @param used bytes
   * @param total bytes, more than 0
   * @param threshold part of 1 from which it is worth a warning
   */
  public void show(Words words, long used, long total, double threshold) {
    bar.setVisible(true);
    percent.setMinWidth(PERCENT);
    double part = Math.clamp((double) used / total, 0, 1);
    bar.setProgress(part);
    String tone = part >= FULL ? Styles.DANGER : part >= threshold ? Styles.WARNING : Styles.ACCENT;
    bar.getStyleClass().removeAll(TONES);
    bar.getStyleClass().add(tone);
    percent.setText(
        (part >= threshold ? "▲ " : "") + words.say("ui.percent", Math.round(part * 100)));
    String all = words.say("ui.used-of", words.size(used), words.size(total), percent.getText());
    setAccessibleText(all);
    bar.setAccessibleText(all);
  }

  /** In the place of an amount, where there is none or none is known. */
  public void say(String word) {
    bar.setVisible(false);
    percent.setMinWidth(USE_PREF_SIZE);
    percent.setText(word);
    setAccessibleText(word);
  }
}
