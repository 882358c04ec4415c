package stowage.ui.keys;

import javafx.animation.PauseTransition;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/** A key in the clipboard, for a short while only. On the screen's thread. */
final class ClipboardCopy {
  static final int SECONDS = 30;

  private final Custody custody;
  private final Runnable cleared;
  private final PauseTransition pause = new PauseTransition(Duration.seconds(SECONDS));
  private @Nullable String put;

  /**
   * @param cleared told when the key is out again
   */
  ClipboardCopy(Custody custody, Runnable cleared) {
    this.custody = custody;
    this.cleared = cleared;
    pause.setOnFinished(_ -> clear());
  }

  void put() {
    String text = custody.key().shown();
    ClipboardContent content = new ClipboardContent();
    content.putString(text);
    Clipboard.getSystemClipboard().setContent(content);
    put = text;
    custody.clipboard(true);
    pause.playFromStart();
  }

  /** What somebody else has copied meanwhile stays. */
  void clear() {
    pause.stop();
    if (put == null) {
      return;
    }
    Clipboard clipboard = Clipboard.getSystemClipboard();
    if (put.equals(clipboard.getString())) {
      clipboard.clear();
    }
    put = null;
    custody.clipboard(false);
    cleared.run();
  }
}
