package stowage.ui.wizard;

import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignK;
import stowage.exec.Reading;
import stowage.host.Host;
import stowage.host.PortalKey;
import stowage.schema.Properties;
import stowage.ui.error.Explanation;
import stowage.ui.form.FormModel;
import stowage.ui.frame.Desk;
import stowage.ui.host.HostModel;
import stowage.ui.look.Look;
import stowage.ui.look.Status;

/** The way of a host's root into the server of a pool of type zfs, looked at and laid. */
final class PortalWay {
  private final Desk desk;
  private final HostModel host;
  private final FormModel form;
  private final Consumer<String> make;
  private final VBox told = Look.column(8);

  /**
   * @param make makes the key for a portal
   */
  PortalWay(Desk desk, HostModel host, FormModel form, Consumer<String> make) {
    this.desk = desk;
    this.host = host;
    this.form = form;
    this.make = make;
  }

  Node node() {
    return Look.column(
        8,
        Look.row(
            12,
            Look.note(desk.say("ui-form.portal-text")),
            Look.spring(),
            Look.button(desk.say("ui-form.portal-look"), MaterialDesignK.KEY_WIRELESS, this::look)),
        told);
  }

  void look() {
    Host open = host.host().orElse(null);
    String portal = form.entry(Properties.PORTAL.key()).map(e -> e.text().get().strip()).orElse("");
    if (open == null || portal.isEmpty()) {
      say(
          Status.WARNING,
          open == null
              ? desk.say("ui-plan.no-connection")
              : desk.say("ui-form.fill-first", desk.say("property." + Properties.PORTAL.key())));
      return;
    }
    say(Status.BUSY, desk.say("ui-form.looking"));
    desk.background()
        .run(() -> open.portalKey(portal))
        .then(reading -> {
          switch (reading) {
            case Reading.Known<PortalKey>(var key) -> show(key);
            case Reading.Failed<PortalKey>(var reason) ->
                say(Status.UNKNOWN, desk.words().say(reason));
          }
        })
        .failed(e -> say(Status.PROBLEM, Explanation.of(e, desk.words()).what()));
  }

  private void show(PortalKey key) {
    String text =
        key.missing()
            .map(desk.words()::say)
            .orElseGet(() -> desk.say("ui-form.portal-ready", key.remote().portal()));
    String publicKey = key.publicKey();
    if (publicKey == null) {
      Node button =
          Look.button(
              desk.say("ui-form.portal-make"),
              MaterialDesignK.KEY_PLUS,
              () -> make.accept(key.remote().portal()));
      told.getChildren().setAll(Look.banner(Status.WARNING, text, button));
      return;
    }
    say(key.ready() ? Status.OK : Status.WARNING, text);
    if (key.trouble() != null) {
      copyable(desk.say("ui-form.portal-command"), key.command());
      copyable(desk.say("ui-form.portal-public"), publicKey);
    }
  }

  private void copyable(String what, String text) {
    TextField field = new TextField(text);
    field.setEditable(false);
    field.getStyleClass().add("monospace");
    field.setAccessibleText(what);
    told.getChildren().addAll(Look.note(what), field);
  }

  private void say(Status status, String text) {
    told.getChildren().setAll(Look.banner(status, text));
  }
}
