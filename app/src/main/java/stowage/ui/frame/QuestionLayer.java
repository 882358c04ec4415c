package stowage.ui.frame;

import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.TextField;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import stowage.ui.connect.Request;
import stowage.ui.connect.RequestView;

/** The question that something under way waits for, above all pages until it is answered. */
final class QuestionLayer {
  private final Desk desk;
  private final Node below;
  private final StackPane layer = new StackPane();
  private final Subscription following;
  private @Nullable Node before;

  /**
   * @param below out of reach meanwhile
   */
  QuestionLayer(Desk desk, Node below) {
    this.desk = desk;
    this.below = below;
    layer.getStyleClass().add("veil");
    layer.setPadding(new Insets(72, 16, 16, 16));
    layer.setVisible(false);
    following = desk.fleet().codes().question().subscribe(this::show);
  }

  Node node() {
    return layer;
  }

  void close() {
    following.unsubscribe();
  }

  private void show(@Nullable Request question) {
    layer.getChildren().clear();
    layer.setVisible(question != null);
    if (question == null) {
      below.setDisable(false);
      if (before != null) {
        before.requestFocus();
        before = null;
      }
      return;
    }
    before = layer.getScene() == null ? null : layer.getScene().getFocusOwner();
    below.setDisable(true);
    VBox card = new RequestView(desk.words(), desk.fleet().codes()::answer, false).of(question);
    card.setMaxSize(480, VBox.USE_PREF_SIZE);
    StackPane.setAlignment(card, Pos.TOP_CENTER);
    layer.getChildren().add(card);
    card.lookupAll(".text-field").stream()
        .filter(TextField.class::isInstance)
        .findFirst()
        .ifPresent(Node::requestFocus);
  }
}
