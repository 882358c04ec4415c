package stowage.ui.fleet;

import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;
import stowage.ui.frame.Desk;
import stowage.ui.frame.Page;
import stowage.ui.look.Look;

/** First start: three doors and nothing else. */
final class Doors {
  private final VBox node;
  private final Button demo;

  /**
   * @param openDemo adds the demo host and opens its page
   */
  Doors(Desk desk, Runnable openDemo) {
    demo = door(desk, "demo", MaterialDesignT.TEST_TUBE, openDemo);
    HBox doors =
        new HBox(
            16,
            demo,
            door(desk, "add", MaterialDesignS.SERVER_PLUS, () -> desk.open(new Page.AddHost())),
            door(
                desk,
                "import",
                MaterialDesignF.FILE_IMPORT_OUTLINE,
                () -> desk.open(new Page.ImportHosts())));
    doors.setAlignment(Pos.CENTER);
    Label title = Look.heading(desk.say("ui.welcome-title"));
    Label text = Look.note(desk.say("ui.welcome-text"));
    text.setTextAlignment(TextAlignment.CENTER);
    text.setMaxWidth(560);
    text.setAlignment(Pos.CENTER);
    node = new VBox(16, title, text, doors);
    node.setAlignment(Pos.CENTER);
    node.setPadding(new Insets(32));
  }

  private static Button door(Desk desk, String which, Ikon shape, Runnable action) {
    Label title = Look.subheading(desk.say("ui.door-" + which));
    title.setWrapText(true);
    title.setTextAlignment(TextAlignment.CENTER);
    Label text = Look.note(desk.say("ui.door-" + which + "-text"));
    text.setTextAlignment(TextAlignment.CENTER);
    text.setAlignment(Pos.TOP_CENTER);
    VBox inside = new VBox(12, Look.icon(shape, "large", "accent"), title, text);
    inside.setAlignment(Pos.TOP_CENTER);
    inside.setPadding(new Insets(16, 8, 16, 8));
    inside.setPrefWidth(224);
    Button door = new Button();
    door.setGraphic(inside);
    door.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    door.getStyleClass().add("door");
    door.setAccessibleText(title.getText() + ". " + text.getText());
    door.setPrefSize(256, 208);
    door.setMinSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
    door.setOnAction(_ -> action.run());
    return door;
  }

  Parent node() {
    return node;
  }

  void focus() {
    demo.requestFocus();
  }
}
