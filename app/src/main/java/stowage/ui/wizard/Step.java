package stowage.ui.wizard;

import javafx.scene.Node;

/** One question of several that follow each other. */
interface Step {

  /** Last part of the keys of its words. */
  String word();

  /** The same one each time. */
  Node node();

  /** It comes to the front. */
  default void enter(StepFrame frame) {}

  /**
   * Finds out whether what was entered is good, and says in the frame what is not.
   *
   * @param on run when it is good, maybe later
   */
  void leave(StepFrame frame, Runnable on);

  /** Whether it is asked at all after what was answered before. */
  default boolean isNeeded() {
    return true;
  }

  default void focus() {
    node().requestFocus();
  }

  /** Wipes what was entered. */
  default void close() {}
}
