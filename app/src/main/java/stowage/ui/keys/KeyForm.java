package stowage.ui.keys;

import java.util.List;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import stowage.ui.frame.Desk;
import stowage.ui.host.HostModel;
import stowage.ui.look.Look;
import stowage.ui.look.Status;
import stowage.ui.look.View;
import stowage.ui.plan.Consent;

/** What is asked before the review; what takes a key away asks for the pool's name. */
final class KeyForm implements View {
  private final Desk desk;
  private final Consent consent;
  private final BorderPane page = new BorderPane();
  private final VBox said = Look.column(8);
  private final Runnable closing;

  /**
   * @param doom null when no key is taken away
   * @param closing wipes what was entered
   */
  record Question(
      String title, List<Node> body, Consent.@Nullable Doom doom, String next, Runnable closing) {
    Question {
      body = List.copyOf(body);
    }
  }

  KeyForm(Desk desk, HostModel host, Question question, Runnable next, Runnable cancel) {
    this.desk = desk;
    this.closing = question.closing();
    consent = new Consent(desk, host, question.doom(), question.next(), next);
    VBox column = Look.column(16);
    column.getChildren().addAll(question.body());
    consent.question().ifPresent(column.getChildren()::add);
    column.getChildren().add(said);
    ScrollPane scroll = new ScrollPane(column);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    BorderPane.setMargin(scroll, new Insets(16, 0, 16, 0));
    page.setTop(Look.subheading(question.title()));
    page.setCenter(scroll);
    page.setBottom(
        Look.row(
            8,
            Look.spring(),
            Look.button(desk.say("ui.cancel"), MaterialDesignC.CLOSE, cancel),
            consent.button()));
    page.setPadding(new Insets(16, 24, 16, 24));
  }

  /**
   * @param actions that lead out of it
   */
  void trouble(String words, Node... actions) {
    said.getChildren().setAll(Look.banner(Status.PROBLEM, words, actions));
  }

  void busy() {
    ProgressBar bar = new ProgressBar();
    bar.setMaxWidth(Double.MAX_VALUE);
    bar.setAccessibleText(desk.say("ui-keys.working"));
    said.getChildren().setAll(bar);
  }

  @Override
  public Parent node() {
    return page;
  }

  @Override
  public void focus() {
    consent.focus();
  }

  @Override
  public void close() {
    closing.run();
  }
}
