package stowage.ui.connect;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import stowage.exec.HostException;
import stowage.ui.error.ErrorView;
import stowage.ui.error.Explanation;
import stowage.ui.look.Look;
import stowage.ui.look.Status;
import stowage.words.Words;

/** Why a host can't be reached or used, with what helps. */
public final class TroubleView {
  private final Words words;
  private final Runnable retry;
  private final Runnable edit;
  private final Node rights;

  /**
   * @param rights shown where they are lacking
   */
  public TroubleView(Words words, Runnable retry, Runnable edit, Node rights) {
    this.rights = rights;
    this.words = words;
    this.retry = retry;
    this.edit = edit;
  }

  public Node of(Exception why) {
    return switch (why) {
      case HostException.HostKeyChanged changed -> changedKey(changed);
      case HostException.PrivilegeMissing missing -> privilege(missing);
      default -> ErrorView.of(Explanation.of(why, words), words, retryButton(), editButton());
    };
  }

  private Button retryButton() {
    Button button = Look.button(words.say("ui-connect.retry"), MaterialDesignR.REFRESH, retry);
    button.getStyleClass().add("accent");
    return button;
  }

  private Button editButton() {
    return Look.button(words.say("ui-connect.edit"), MaterialDesignS.SQUARE_EDIT_OUTLINE, edit);
  }

  /** There is no button that accepts: a changed key is settled outside of this program. */
  private VBox changedKey(HostException.HostKeyChanged changed) {
    VBox page =
        Look.card(
            Look.row(
                8,
                Look.icon(MaterialDesignS.SHIELD_ALERT_OUTLINE, "danger"),
                Look.subheading(words.say("ui-connect.changed-title"))),
            Look.text(words.say(changed.said())),
            Look.text(words.say("ui-connect.changed-meaning")),
            Look.note(words.say("ui-connect.changed-how")),
            Facts.command(words, "ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub"),
            Look.note(words.say("ui-connect.changed-then")),
            new HBox(
                8, Look.button(words.say("ui-connect.retry"), MaterialDesignR.REFRESH, retry)));
    page.getStyleClass().add("alarm");
    page.setMaxWidth(720);
    return page;
  }

  private VBox privilege(HostException.PrivilegeMissing missing) {
    // The last argument is the line that sudoers lacks.
    String rule = String.valueOf(missing.said().args().getLast());
    VBox page =
        Look.card(
            Look.row(
                8,
                Look.icon(Status.PROBLEM.shape(), "danger"),
                Look.subheading(words.say("ui-connect.privilege-title"))),
            Look.text(words.say(missing.said())),
            Look.text(words.say("ui-connect.privilege-how")),
            Facts.command(words, "visudo -f /etc/sudoers.d/stowage"),
            Facts.command(words, rule),
            Look.note(words.say("ui-connect.privilege-root")),
            new HBox(8, retryButton(), editButton()),
            Look.subheading(words.say("ui-connect.rights")),
            rights);
    page.setMaxWidth(720);
    return page;
  }
}
