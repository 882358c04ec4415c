package stowage.ui.keys;

import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javafx.scene.layout.VBox;
import stowage.ui.frame.Desk;
import stowage.ui.look.Look;
import stowage.ui.look.Status;

/** Where one of several pieces of work says how it went; takes no room before that. */
final class Said extends VBox {
  Said() {
    setManaged(false);
  }

  void say(Status status, String words) {
    getChildren().setAll(Look.banner(status, words));
    setManaged(true);
  }

  void nothing() {
    getChildren().clear();
    setManaged(false);
  }

  /**
   * Says that it works, and why it failed if it does.
   *
   * @param then says what came of it
   */
  <T> void work(Desk desk, Callable<T> task, Consumer<T> then) {
    say(Status.BUSY, desk.say("ui-keys.working"));
    desk.background()
        .run(task)
        .then(then)
        .failed(why -> say(Status.PROBLEM, Reasons.say(desk.words(), why)));
  }
}
