package stowage.ui.keys;

import java.util.LinkedHashMap;
import java.util.Map;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import stowage.ui.look.Look;

/** One of several ways, each with a sentence and with what it asks below it while it is chosen. */
final class Options<W extends Enum<W>> extends VBox {
  private static final int INDENT = 28;

  private final ToggleGroup group = new ToggleGroup();
  private final Map<W, RadioButton> buttons = new LinkedHashMap<>();

  Options() {
    super(16);
  }

  /** One that asks nothing more. */
  void add(W way, String name, String text) {
    Region nothing = new Region();
    add(way, name, text, nothing);
    nothing.managedProperty().unbind();
    nothing.setManaged(false);
  }

  /** The first one is chosen. */
  void add(W way, String name, String text, Node more) {
    RadioButton button = new RadioButton(name);
    button.setToggleGroup(group);
    button.setUserData(way);
    button.setAccessibleHelp(text);
    VBox below = Look.column(12, Look.note(text), more);
    below.setPadding(new Insets(0, 0, 0, INDENT));
    more.managedProperty().bind(button.selectedProperty());
    more.visibleProperty().bind(button.selectedProperty());
    buttons.put(way, button);
    getChildren().add(Look.column(4, button, below));
    if (buttons.size() == 1) {
      button.setSelected(true);
    }
  }

  /** Whenever this way is chosen. */
  void when(W way, Runnable action) {
    RadioButton button = buttons.get(way);
    if (button != null) {
      button
          .selectedProperty()
          .subscribe(on -> {
            if (on) {
              action.run();
            }
          });
    }
  }

  W chosen() {
    return buttons.entrySet().stream()
        .filter(e -> e.getValue().isSelected())
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void requestFocus() {
    buttons.values().stream()
        .filter(RadioButton::isSelected)
        .findFirst()
        .ifPresent(RadioButton::requestFocus);
  }
}
