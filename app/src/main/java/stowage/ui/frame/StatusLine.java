package stowage.ui.frame;

import javafx.geometry.Insets;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.util.Subscription;
import stowage.ui.fleet.Attention;
import stowage.ui.host.Connection;
import stowage.ui.look.Look;

/** The last line of the window: how many hosts, how many of them answer, what needs attention. */
final class StatusLine {
  private final Desk desk;
  private final Label left = Look.note("");
  private final Label right;
  private final HBox row;
  private final Subscription following;

  StatusLine(Desk desk) {
    this.desk = desk;
    right = Look.readOnly(desk.say("ui.read-only-everywhere"));
    row = Look.row(12, left, Look.spring(), right);
    row.getStyleClass().add("status-line");
    row.setPadding(new Insets(4, 12, 4, 12));
    following =
        desk.fleet()
            .version()
            .subscribe((_, _) -> show())
            .and(desk.preferences().choices().subscribe((_, _) -> show()));
    show();
  }

  HBox node() {
    return row;
  }

  void close() {
    following.unsubscribe();
  }

  private void show() {
    var hosts = desk.fleet().hosts();
    long on = hosts.stream().filter(h -> h.connection().get() instanceof Connection.On).count();
    int found =
        Attention.of(hosts, desk.preferences().threshold(), desk.preferences().keys()::isCaredFor)
            .size();
    left.setText(
        hosts.isEmpty()
            ? desk.say("ui.no-hosts")
            : desk.say("ui.status-line", hosts.size(), on, found));
    boolean everywhere = desk.preferences().choices().get().readOnly();
    long some = hosts.stream().filter(h -> h.entry().get().readOnly()).count();
    right.setText(
        everywhere ? desk.say("ui.read-only-everywhere") : desk.say("ui.read-only-some", some));
    right.setVisible(everywhere || some > 0);
    right.setManaged(right.isVisible());
  }
}
