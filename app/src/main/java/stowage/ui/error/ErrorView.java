package stowage.ui.error;

import java.util.Map;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.TextArea;
import javafx.scene.control.TitledPane;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import stowage.ui.look.Look;
import stowage.ui.look.Status;
import stowage.words.Words;

/** What happened, what to do next, and the details to copy. */
public final class ErrorView {
  private ErrorView() {}

  /**
   * @param actions buttons for the next steps that are one click away
   */
  public static VBox of(Explanation error, Words words, Node... actions) {
    HBox title =
        Look.row(8, Look.icon(Status.PROBLEM.shape(), "danger"), Look.subheading(error.title()));
    VBox card = Look.card(title, Look.text(error.what()));
    if (!error.next().isEmpty()) {
      VBox next = Look.column(4, Look.note(words.say("ui.error-next")));
      error
          .next()
          .forEach(step -> next.getChildren().add(Look.row(8, Look.text("•"), Look.text(step))));
      card.getChildren().add(next);
    }
    if (!error.details().isEmpty()) {
      card.getChildren().add(details(error, words));
    }
    HBox buttons = new HBox(8, actions);
    buttons
        .getChildren()
        .add(
            Look.button(
                words.say("ui.error-copy"),
                MaterialDesignC.CONTENT_COPY,
                () ->
                    Clipboard.getSystemClipboard()
                        .setContent(Map.of(DataFormat.PLAIN_TEXT, error.text()))));
    card.getChildren().add(buttons);
    card.setMaxWidth(720);
    return card;
  }

  private static TitledPane details(Explanation error, Words words) {
    TextArea text = new TextArea(error.details());
    text.setEditable(false);
    text.setPrefRowCount(8);
    text.getStyleClass().add("monospace");
    text.setAccessibleText(words.say("ui.error-details"));
    TitledPane pane = new TitledPane(words.say("ui.error-details"), text);
    pane.setExpanded(false);
    pane.setPadding(new Insets(0));
    return pane;
  }
}
