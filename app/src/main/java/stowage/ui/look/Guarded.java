package stowage.ui.look;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;

/**
 * A button that says why when it can't be used. A disabled button gets no pointer events, so the
 * reason hangs on what surrounds it.
 */
public final class Guarded extends StackPane {
  private final Button button;
  private final @Nullable Node picture;
  private @Nullable Tooltip reason;

  public Guarded(Button button) {
    super(button);
    this.button = button;
    picture = button.getGraphic();
    setMinWidth(Region.USE_PREF_SIZE);
    setMaxWidth(Region.USE_PREF_SIZE);
  }

  /** Not in read-only mode, which a lock on the button says at once. */
  public void lock(String whyNot) {
    set(whyNot);
    button.setGraphic(Look.icon(MaterialDesignL.LOCK_OUTLINE));
  }

  /**
   * @param whyNot empty when it may be used
   */
  public void set(String whyNot) {
    button.setGraphic(picture);
    button.setDisable(!whyNot.isEmpty());
    button.setAccessibleHelp(whyNot);
    if (reason != null) {
      Tooltip.uninstall(this, reason);
      reason = null;
    }
    if (!whyNot.isEmpty()) {
      Tooltip tip = new Tooltip(whyNot);
      Tooltip.install(this, tip);
      reason = tip;
    }
  }

  public Button button() {
    return button;
  }
}
