package stowage.ui.look;

import javafx.scene.Parent;

/** What a page shows. Made once, kept as long as its tab. */
public interface View {

  Parent node();

  /** Its tab is gone: it no longer follows anything. */
  default void close() {}

  /** Whether its tab may be closed; if not, it says itself what has to be done first. */
  default boolean mayClose() {
    return true;
  }

  /** Where the keyboard goes when the page opens; itself unless it has a better place. */
  default void focus() {
    node().requestFocus();
  }
}
