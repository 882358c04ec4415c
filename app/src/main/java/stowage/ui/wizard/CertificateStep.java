package stowage.ui.wizard;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import stowage.host.ServerScan;
import stowage.pbs.server.Certificate;
import stowage.pbs.server.Endpoint;
import stowage.pbs.server.Pin;
import stowage.schema.Properties;
import stowage.ui.connect.Facts;
import stowage.ui.frame.Desk;
import stowage.ui.look.Look;
import stowage.ui.look.Status;

/**
 * Shows the certificate, which a person confirms. One that differs from what is known already is
 * refused: there is no way on with it.
 */
final class CertificateStep implements Step {
  /** Prints what is to be compared, on the server itself. */
  private static final String COMMAND = "proxmox-backup-manager cert info";

  private final Desk desk;
  private final ServerEntry entry;
  private final VBox node = Look.column(16);
  private final CheckBox compared;
  private @Nullable Certificate shown;
  private @Nullable Confirmed before;
  private String refusal = "";

  /** What was confirmed for which server. */
  private record Confirmed(String server, Pin pin) {}

  CertificateStep(Desk desk, ServerEntry entry) {
    this.desk = desk;
    this.entry = entry;
    compared = new CheckBox(desk.say("ui-server.compared"));
    compared.setWrapText(true);
  }

  @Override
  public String word() {
    return "certificate";
  }

  @Override
  public Node node() {
    return node;
  }

  @Override
  public void enter(StepFrame frame) {
    shown = null;
    refusal = "";
    compared.setSelected(false);
    node.getChildren().clear();
    frame.read(entry.ask(ServerScan::certificate), this::show);
  }

  private String server() {
    return entry.endpoint().map(Endpoint::toString).orElse("");
  }

  private void show(Certificate certificate) {
    shown = certificate;
    node.getChildren()
        .setAll(
            fingerprint(certificate.pin()),
            Facts.of(
                desk.words(),
                "ui-server.subject",
                certificate.subject(),
                "ui-server.issuer",
                certificate.issuer(),
                "ui-server.valid",
                desk.words().day(certificate.from())
                    + " – "
                    + desk.words().day(certificate.until())));
    if (!certificate.isValidAt(Clock.systemUTC().instant())) {
      node.getChildren()
          .add(Look.banner(Status.WARNING, desk.say("ui-server.certificate-run-out")));
    }
    judge(certificate);
  }

  /** All of it at a glance: it is compared with another screen, pair by pair. */
  private Node fingerprint(Pin pin) {
    String text = pin.text();
    int half = text.length() / 2 + 1;
    TextArea area = new TextArea(text.substring(0, half) + "\n" + text.substring(half));
    area.setEditable(false);
    area.setPrefRowCount(2);
    area.getStyleClass().add("monospace");
    Label name = new Label(desk.say("ui-server.fingerprint"));
    name.setLabelFor(area);
    area.setAccessibleText(name.getText());
    return new VBox(4, name, area);
  }

  private void judge(Certificate certificate) {
    Pin pin = certificate.pin();
    List<ServerEntry.KnownPin> known = entry.knownPins();
    Optional<ServerEntry.KnownPin> other =
        known.stream().filter(k -> !k.pin().equals(pin)).findFirst();
    Confirmed confirmed = before;
    if (confirmed != null && confirmed.server().equals(server()) && !confirmed.pin().equals(pin)) {
      refusal = desk.say("ui-server.certificate-swapped", confirmed.pin());
    } else if (other.isPresent()) {
      refusal =
          desk.say(
              "ui-server.certificate-changed",
              other.get().pool(),
              other.get().host(),
              other.get().pin());
    }
    if (!refusal.isEmpty()) {
      node.getChildren().add(Look.banner(Status.PROBLEM, refusal));
    } else if (certificate.vouched()) {
      node.getChildren().add(Look.banner(Status.OK, desk.say("ui-server.certificate-vouched")));
    } else if (!known.isEmpty()) {
      ServerEntry.KnownPin same = known.getFirst();
      node.getChildren()
          .add(
              Look.banner(
                  Status.OK, desk.say("ui-server.certificate-known", same.pool(), same.host())));
      compared.setSelected(true);
    } else {
      node.getChildren()
          .addAll(
              Look.banner(Status.WARNING, desk.say("ui-server.certificate-compare")),
              Facts.command(desk.words(), COMMAND),
              compared);
    }
  }

  @Override
  public void leave(StepFrame frame, Runnable on) {
    Certificate certificate = shown;
    if (certificate == null) {
      enter(frame);
    } else if (!refusal.isEmpty()) {
      frame.refuse(desk.say("ui-server.certificate-refused"));
    } else if (!certificate.vouched() && !compared.isSelected()) {
      frame.refuse(desk.say("ui-server.compare-first"));
    } else {
      before = new Confirmed(server(), certificate.pin());
      entry.enter(Properties.FINGERPRINT, certificate.vouched() ? "" : certificate.pin().text());
      on.run();
    }
  }

  @Override
  public void focus() {
    compared.requestFocus();
  }
}
