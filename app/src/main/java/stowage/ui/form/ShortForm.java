package stowage.ui.form;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import stowage.schema.Problem;
import stowage.ui.frame.Desk;
import stowage.ui.look.Look;
import stowage.ui.look.Status;

/** A few fields with a button that leads to the review. */
public final class ShortForm {
  private static final Insets BESIDE = new Insets(0, 24, 0, 0);

  private final Desk desk;
  private final BorderPane frame = new BorderPane();
  private final VBox box = new VBox(16);
  private final VBox strays = new VBox(8);
  private final Map<String, Field> fields = new LinkedHashMap<>();

  /**
   * @param fields by the name that problems use
   */
  public ShortForm(
      Desk desk, String title, Map<String, Field> fields, Runnable next, Runnable cancel) {
    this.desk = desk;
    this.fields.putAll(fields);
    Button review = Look.primary(desk.say("ui-content.review"), next);
    review.setDefaultButton(true);
    box.getChildren().addAll(fields.values());
    box.getChildren().add(strays);
    // The scroll bar has its place beside the fields, not on them.
    box.setPadding(BESIDE);
    ScrollPane scroll = new ScrollPane(box);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    HBox buttons =
        Look.row(
            8,
            Look.spring(),
            Look.button(desk.say("ui.cancel"), MaterialDesignC.CLOSE, cancel),
            review);
    BorderPane.setMargin(scroll, new Insets(16, 0, 16, 0));
    Label heading = Look.subheading(title);
    heading.setPadding(BESIDE);
    buttons.setPadding(BESIDE);
    frame.setTop(heading);
    frame.setCenter(scroll);
    // However low the window is, the way on and the way out stay in sight.
    frame.setBottom(buttons);
    frame.setPadding(new Insets(16, 0, 16, 24));
  }

  public Node node() {
    return frame;
  }

  /** Puts each problem to its field; those of no field stand above the buttons. */
  public void show(List<Problem> problems) {
    fields.values().forEach(f -> f.show(""));
    strays.getChildren().clear();
    for (Problem problem : problems) {
      String said = desk.words().say(problem.said());
      Optional.ofNullable(fields.get(problem.field()))
          .ifPresentOrElse(
              field -> field.show(said),
              () -> strays.getChildren().add(Look.banner(Status.PROBLEM, said)));
    }
    fields.values().stream().filter(Field::wrong).findFirst().ifPresent(Field::requestFocus);
  }

  public void focus() {
    fields.values().stream().findFirst().ifPresent(Field::requestFocus);
  }
}
