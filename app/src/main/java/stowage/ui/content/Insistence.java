package stowage.ui.content;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Insets;
import javafx.scene.Node;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import stowage.exec.HostException;
import stowage.host.Host;
import stowage.host.InUse;
import stowage.host.Proposal;
import stowage.schema.InvalidException;
import stowage.schema.Problem;
import stowage.ui.frame.Desk;
import stowage.ui.look.Look;
import stowage.ui.look.Status;
import stowage.ui.plan.Drawer;

/**
 * Changes that a guest's configuration may stand against: who it is is said first, and going on in
 * spite of it is a decision of its own.
 */
final class Insistence {
  private final Desk desk;
  private final Drawer drawer;

  Insistence(Desk desk, Drawer drawer) {
    this.desk = desk;
    this.drawer = drawer;
  }

  @FunctionalInterface
  interface Planner {
    Proposal plan(Host host, InUse inUse) throws HostException, InvalidException;
  }

  /** Leads a change through its review to its end, with a question before it if need be. */
  void change(Planner planner, Drawer.Back back) {
    drawer.change(
        host -> planner.plan(host, InUse.REFUSE),
        problems -> {
          if (problems.stream().anyMatch(p -> p.said().key().equals(InUse.PROBLEM))) {
            drawer.leave();
            drawer.open(question(problems, planner, back));
          } else {
            back.show(problems);
          }
        });
  }

  private Node question(List<Problem> problems, Planner planner, Drawer.Back back) {
    List<Node> parts = new ArrayList<>();
    parts.add(Look.subheading(desk.say("ui-content.in-use")));
    problems.forEach(p -> parts.add(Look.banner(Status.WARNING, desk.words().say(p.said()))));
    parts.add(Look.text(desk.say("ui-content.in-use-text")));
    parts.add(
        Look.row(
            8,
            Look.spring(),
            Look.button(
                desk.say("ui-content.in-use-anyway"),
                org.kordamp.ikonli.materialdesign2.MaterialDesignA.ALERT_OUTLINE,
                () -> drawer.change(host -> planner.plan(host, InUse.OVERRULE), back)),
            Look.button(desk.say("ui.cancel"), MaterialDesignC.CLOSE, () -> back.show(List.of()))));
    var box = Look.column(16, parts.toArray(Node[]::new));
    box.setPadding(new Insets(16, 24, 16, 24));
    return box;
  }
}
