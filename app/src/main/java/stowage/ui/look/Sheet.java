package stowage.ui.look;

import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;

/** A page that is read from top to bottom and scrolls: forms, questions, explanations. */
public final class Sheet {
  private static final double READABLE = 760;

  private Sheet() {}

  public static ScrollPane of(Node... nodes) {
    VBox column = new VBox(16, nodes);
    column.setPadding(new Insets(24));
    column.setMaxWidth(READABLE);
    ScrollPane scroll = new ScrollPane(column);
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    scroll.getStyleClass().add("edge-to-edge");
    return scroll;
  }
}
