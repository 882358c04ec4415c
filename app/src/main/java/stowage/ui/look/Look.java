package stowage.ui.look;

import atlantafx.base.theme.Styles;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import stowage.message.Printable;

/** The few node shapes that every page uses, on a grid of 4 px. */
public final class Look {
  /** Height of table, list and tree rows, so that only rows in sight exist. */
  public static final double ROW = 36;

  private Look() {}

  public static FontIcon icon(Ikon shape, String... styles) {
    FontIcon icon = new FontIcon(shape);
    icon.getStyleClass().addAll(styles);
    icon.setAccessibleRole(AccessibleRole.NODE);
    return icon;
  }

  public static Label heading(String text) {
    return title(text, Styles.TITLE_3);
  }

  public static Label subheading(String text) {
    return title(text, Styles.TITLE_4);
  }

  /** What a page or a card is about is read whole. */
  private static Label title(String text, String style) {
    Label label = text(text);
    label.getStyleClass().add(style);
    return label;
  }

  /** Running text that wraps. */
  public static Label text(String text) {
    Label label = new Label(Printable.text(text));
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    return label;
  }

  /** Secondary text that wraps. */
  public static Label note(String text) {
    Label label = text(text);
    label.getStyleClass().add(Styles.TEXT_MUTED);
    return label;
  }

  public static Label badge(String text, String tone) {
    Label label = new Label(Printable.text(text));
    label.getStyleClass().addAll("badge", tone);
    label.setMinWidth(Region.USE_PREF_SIZE);
    return label;
  }

  /** Says that nothing can be changed here. */
  public static Label readOnly(String text) {
    Label label = badge(text, Status.WARNING.tone());
    label.setGraphic(icon(MaterialDesignL.LOCK_OUTLINE, Status.WARNING.tone()));
    return label;
  }

  public static Button button(String text, Ikon shape, Runnable action) {
    Button button = new Button(text, icon(shape));
    button.setOnAction(_ -> action.run());
    button.setMinWidth(Region.USE_PREF_SIZE);
    return button;
  }

  public static Button primary(String text, Runnable action) {
    Button button = new Button(text);
    button.getStyleClass().add(Styles.ACCENT);
    button.setOnAction(_ -> action.run());
    button.setMinWidth(Region.USE_PREF_SIZE);
    return button;
  }

  /** A button of a picture only; the name is its tooltip and what a screen reader says. */
  public static Button iconButton(String name, Ikon shape, Runnable action) {
    Button button = new Button(null, icon(shape));
    button.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT);
    button.setAccessibleText(name);
    button.setTooltip(new Tooltip(name));
    button.setOnAction(_ -> action.run());
    return button;
  }

  public static HBox row(double gap, Node... nodes) {
    HBox row = new HBox(gap, nodes);
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }

  public static VBox column(double gap, Node... nodes) {
    return new VBox(gap, nodes);
  }

  /** Takes the room that is left, so that what follows sits at the right. */
  public static Region spring() {
    Region region = new Region();
    HBox.setHgrow(region, Priority.ALWAYS);
    return region;
  }

  /**
   * Stands where an answer will be.
   *
   * @param doing for those who hear the screen
   */
  public static ProgressBar busy(String doing) {
    ProgressBar bar = new ProgressBar();
    bar.setAccessibleText(doing);
    return bar;
  }

  public static VBox card(Node... nodes) {
    VBox card = new VBox(12, nodes);
    card.getStyleClass().add("panel");
    card.setPadding(new Insets(16));
    return card;
  }

  /** A message across the page's width: shape, words, and what can be done. */
  public static HBox banner(Status status, String text, Node... actions) {
    Label words = text(text);
    HBox.setHgrow(words, Priority.ALWAYS);
    words.setMaxWidth(Double.MAX_VALUE);
    HBox banner = row(12, icon(status.shape(), status.tone()), words);
    banner.getChildren().addAll(actions);
    banner.getStyleClass().addAll("banner", status.tone());
    banner.setPadding(new Insets(8, 12, 8, 12));
    return banner;
  }

  /** What a page shows when there is nothing else to show. */
  public static VBox empty(Ikon shape, String title, String text, Node... actions) {
    Label heading = subheading(title);
    Label note = note(text);
    note.setMaxWidth(480);
    note.setAlignment(Pos.CENTER);
    note.setTextAlignment(javafx.scene.text.TextAlignment.CENTER);
    HBox buttons = new HBox(8, actions);
    buttons.setAlignment(Pos.CENTER);
    VBox box = new VBox(12, icon(shape, "large", "muted"), heading, note, buttons);
    box.setAlignment(Pos.CENTER);
    box.setPadding(new Insets(32));
    return box;
  }
}
