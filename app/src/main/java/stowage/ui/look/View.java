package stowage.ui.look;

import javafx.scene.Parent;

/** What a page shows. Made once, kept as long as its tab. */
public interface View {

  Parent node();

  /** Its tab is gone: it no longer follows anything. */
  default void close() {}

  /** Where the keyboard goes when the page opens; itself unless it has a better place. */
  default void focus() {
    node().requestFocus();
  }
}
