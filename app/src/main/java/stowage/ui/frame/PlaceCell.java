package stowage.ui.frame;

import atlantafx.base.theme.Styles;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignH;
import stowage.ui.look.Names;
import stowage.ui.look.Status;
import stowage.words.Words;

/** A row of the tree: picture, name, how full, and the status when it is not well. */
final class PlaceCell extends TreeCell<Place> {
  private final Words words;
  private final FontIcon picture = new FontIcon();
  private final Label name = new Label();
  private final Label percent = new Label();
  private final FontIcon shape = new FontIcon();
  private final HBox row = new HBox(8, picture, name, percent, shape);

  PlaceCell(Words words) {
    this.words = words;
    row.setAlignment(Pos.CENTER_LEFT);
    row.setPadding(new Insets(0, 8, 0, 0));
    name.setMaxWidth(Double.MAX_VALUE);
    name.setMinWidth(0);
    HBox.setHgrow(name, Priority.ALWAYS);
    percent.getStyleClass().addAll(Styles.TEXT_MUTED, Styles.TEXT_SMALL);
    percent.setMinWidth(USE_PREF_SIZE);
    picture.getStyleClass().add("muted");
    // Without this a long name makes the whole tree scroll sideways.
    setPrefWidth(0);
  }

  @Override
  protected void updateItem(@Nullable Place place, boolean empty) {
    super.updateItem(place, empty);
    if (empty || place == null) {
      setGraphic(null);
      setTooltip(null);
      setAccessibleText(null);
      return;
    }
    picture.setIconCode(picture(place));
    name.setText(name(place));
    percent.setText(place.percent() < 0 ? "" : words.say("ui.percent", place.percent()));
    Status status = place.mark().orElse(Status.OK);
    shape.setIconCode(status.shape());
    shape.getStyleClass().setAll("ikonli-font-icon", status.tone());
    // What is well needs no sign: it would drown the others.
    boolean sign = status != Status.OK;
    shape.setVisible(sign);
    shape.setManaged(sign);
    String word = place.mark().map(s -> words.say(s.key())).orElse("");
    setTooltip(new Tooltip(word.isEmpty() ? name(place) : name(place) + ": " + word));
    setAccessibleText(name(place) + " " + word + " " + percent.getText());
    setGraphic(row);
  }

  private Ikon picture(Place place) {
    return switch (place) {
      case Place.Fleet() -> MaterialDesignH.HOME_OUTLINE;
      case Place.Group _ -> Names.group();
      case Place.OfHost _ -> Names.host();
      case Place.OfCluster _ -> Names.cluster();
      case Place.OfPool(_, _, var shown) -> Names.icon(shown.type());
      case Place.OfShared(_, _, _, var shown) -> Names.icon(shown.type());
    };
  }

  private String name(Place place) {
    return switch (place) {
      case Place.Fleet() -> words.say("ui.fleet");
      case Place.Group(var group) -> group;
      case Place.OfHost(var host) -> host.name();
      case Place.OfCluster(var cluster) -> cluster.name();
      case Place.OfPool pool -> pool.pool().text();
      case Place.OfShared shared -> shared.pool().text();
    };
  }
}
