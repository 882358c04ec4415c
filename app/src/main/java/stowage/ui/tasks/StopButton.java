package stowage.ui.tasks;

import javafx.scene.Node;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import stowage.ui.frame.Desk;
import stowage.ui.host.HostModel;
import stowage.ui.look.Guarded;
import stowage.ui.look.Look;

/** Stops a change that runs; says why where that cannot be done. */
public final class StopButton {
  private final Desk desk;
  private final Guarded button;
  private Runnable action = () -> {};

  public StopButton(Desk desk) {
    this.desk = desk;
    button =
        new Guarded(
            Look.button(
                desk.say("ui.task-stop"), MaterialDesignS.STOP_CIRCLE_OUTLINE, () -> action.run()));
  }

  public Node node() {
    return button;
  }

  /** Only there while the change runs. */
  public void show(TaskModel task) {
    button.setVisible(task.running());
    button.setManaged(task.running());
    HostModel host = desk.fleet().host(task.host()).orElse(null);
    String whyNot = task.whyNotStop().map(desk.words()::say).orElse("");
    // What passes here can be ended here, whatever has become of the connection.
    boolean passes = task.flow().filter(Flow::canBeCut).isPresent();
    if (passes) {
      whyNot = "";
    } else if (host == null || host.host().isEmpty()) {
      whyNot = desk.say("ui.task-no-connection");
    } else if (desk.readOnly(host)) {
      whyNot = desk.say("ui-plan.read-only");
    }
    button.set(whyNot);
    action =
        () -> {
          if (passes) {
            desk.tasks().cut(task);
          } else if (host != null) {
            host.host().ifPresent(open -> desk.tasks().stop(open, task));
          }
        };
  }

  public void hide() {
    button.setVisible(false);
    button.setManaged(false);
  }
}
