package stowage.ui.plan;

import atlantafx.base.theme.Styles;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import stowage.ui.form.Field;
import stowage.ui.frame.Desk;
import stowage.ui.host.HostModel;
import stowage.ui.look.Guarded;
import stowage.ui.look.Look;
import stowage.ui.look.Status;

/**
 * The last button before a change runs. It is held back in read-only mode, and until the name of
 * what would be destroyed has been typed, so that no habit presses it.
 */
public final class Consent {
  private String barred;
  private final @Nullable Doom doom;
  private final Desk desk;
  private final TextField typed = new TextField();
  private final Guarded button;

  /**
   * What is gone for good afterwards.
   *
   * @param name to be typed
   * @param what the reason in words
   */
  public record Doom(String name, String what) {}

  /**
   * @param doom null when all can be taken back
   */
  public Consent(Desk desk, HostModel host, @Nullable Doom doom, String label, Runnable apply) {
    this.desk = desk;
    this.doom = doom;
    barred = desk.readOnly(host) ? desk.say("ui-plan.read-only") : "";
    Button made = Look.primary(label, apply);
    made.setDefaultButton(true);
    if (doom != null) {
      made.getStyleClass().remove(Styles.ACCENT);
      made.getStyleClass().add(Styles.DANGER);
    }
    button = new Guarded(made);
    typed.textProperty().subscribe(_ -> check());
  }

  /**
   * Holds the button back for good.
   *
   * @param why empty for no reason
   */
  void bar(String why) {
    if (barred.isEmpty()) {
      barred = why;
      check();
    }
  }

  private void check() {
    if (barred.isEmpty() && doom != null && !typed.getText().strip().equals(doom.name())) {
      button.set(desk.say("ui-plan.type-first", doom.name()));
    } else if (barred.isEmpty()) {
      button.set("");
    } else {
      button.lock(barred);
    }
  }

  /** Stands above the button; empty when there is nothing to ask. */
  public Optional<Node> question() {
    if (!barred.isEmpty()) {
      return Optional.of(Look.banner(Status.WARNING, barred));
    }
    if (doom == null) {
      return Optional.empty();
    }
    VBox box =
        Look.column(
            12,
            Look.row(
                12,
                Look.icon(Status.PROBLEM.shape(), Status.PROBLEM.tone()),
                Look.text(doom.what())),
            new Field(desk.say("ui-plan.type-name", doom.name()), typed, ""));
    box.getStyleClass().addAll("banner", Status.PROBLEM.tone());
    box.setPadding(new javafx.geometry.Insets(12));
    return Optional.of(box);
  }

  public Node button() {
    return button;
  }

  public void focus() {
    if (doom != null && barred.isEmpty()) {
      typed.requestFocus();
    } else {
      button.button().requestFocus();
    }
  }
}
