package stowage.app;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Predicate;
import javafx.event.Event;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import stowage.text.Texts;
import stowage.volume.Volume;
import stowage.words.Words;

/** Goes through the console by its buttons and tables, for the pictures. */
final class Tour {
  private Tour() {}

  /** The window's text in its present language. */
  static String say(App app, String key, Object... args) {
    var language = app.preferences().choices().get().language();
    return new Words(Texts.of(language.locale())).say(key, args);
  }

  static Optional<ButtonBase> button(App app, String text) {
    return nodes(app, ButtonBase.class)
        .filter(b -> text.equals(b.getText()) || text.equals(b.getAccessibleText()))
        .findFirst();
  }

  /** Whether nothing is waited for any more. */
  static boolean settled(App app) {
    return nodes(app, ProgressBar.class).noneMatch(ProgressBar::isIndeterminate);
  }

  /** Whether a button with this text is there, and may be used. */
  static boolean ready(App app, String key, Object... args) {
    return button(app, say(app, key, args)).filter(b -> !b.isDisabled()).isPresent();
  }

  static void press(App app, String key, Object... args) {
    button(app, say(app, key, args))
        .orElseThrow(() -> new NoSuchElementException("no button " + key))
        .fire();
  }

  /** A key on its own goes where the focus is, one with Ctrl to the window. */
  static void press(App app, KeyCode code) {
    boolean control = code == KeyCode.K;
    Node root = app.scene().getRoot();
    Event.fireEvent(
        control ? root : Optional.ofNullable(app.scene().getFocusOwner()).orElse(root),
        new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, control, false, false));
  }

  /** Chooses a tab inside the page in front. */
  static void tab(App app, int index) {
    nodes(app, TabPane.class)
        .filter(p -> p.getStyleClass().contains("inner"))
        .findFirst()
        .ifPresent(p -> p.getSelectionModel().select(index));
  }

  /** How many volumes are listed. */
  static int volumes(App app) {
    return table(app).map(t -> t.getItems().size()).orElse(0);
  }

  /** Selects the volumes with these names. */
  static void choose(App app, Predicate<String> name) {
    table(app)
        .ifPresent(table -> {
          table.getSelectionModel().clearSelection();
          for (int i = 0; i < table.getItems().size(); i++) {
            if (name.test(table.getItems().get(i).id().name())) {
              table.getSelectionModel().select(i);
            }
          }
        });
  }

  /** Whether a volume whose name ends so is listed. */
  static boolean lists(App app, String end) {
    return table(app).stream()
        .flatMap(table -> table.getItems().stream())
        .anyMatch(volume -> volume.id().name().endsWith(end));
  }

  static void chooseRow(App app, int row) {
    table(app).ifPresent(table -> table.getSelectionModel().clearAndSelect(row));
  }

  /** Whether the table with this name has rows. */
  static boolean rows(App app, String key) {
    return nodes(app, TableView.class)
        .filter(t -> say(app, key).equals(t.getAccessibleText()))
        .anyMatch(t -> !t.getItems().isEmpty());
  }

  /** Chooses the first row of the table with this name. */
  static void first(App app, String key) {
    row(app, key, 0);
  }

  /** Chooses a row of the table with this name, and nothing else there. */
  static void row(App app, String key, int index) {
    nodes(app, TableView.class)
        .filter(table -> say(app, key).equals(table.getAccessibleText()))
        .forEach(table -> table.getSelectionModel().clearAndSelect(index));
  }

  /** Ticks the boxes whose text begins so, if all are there. */
  static boolean tick(App app, String... texts) {
    List<String> wanted = List.of(texts);
    List<CheckBox> boxes =
        nodes(app, CheckBox.class)
            .filter(box -> wanted.stream().anyMatch(box.getText()::startsWith))
            .toList();
    boxes.forEach(box -> box.setSelected(true));
    return boxes.size() == wanted.size();
  }

  /** Chooses a value of the box of that name, if it is there. */
  static boolean pick(App app, String key, Object value) {
    return nodes(app, ComboBox.class)
        .filter(box -> say(app, key).equals(box.getAccessibleText()))
        .filter(box -> box.getItems().contains(value))
        .map(box -> {
          box.getSelectionModel().select(box.getItems().indexOf(value));
          return true;
        })
        .findFirst()
        .orElse(false);
  }

  /** Whether something is chosen in the box of that name. */
  static boolean picked(App app, String key) {
    return nodes(app, ComboBox.class)
        .filter(box -> say(app, key).equals(box.getAccessibleText()))
        .anyMatch(box -> box.getValue() != null);
  }

  /** Whether a longer text holds this. */
  static boolean reads(App app, String text) {
    return nodes(app, TextArea.class).anyMatch(area -> area.getText().contains(text));
  }

  /** Whether something is shown that only a picture can tell. */
  static boolean picture(App app) {
    return nodes(app, Node.class).anyMatch(n -> n.getAccessibleRole() == AccessibleRole.IMAGE_VIEW);
  }

  /**
   * Has everything drawn anew. What a scroll pane shows is cached, and between pictures of a scene
   * without a window nobody finds out that the cache has gone stale.
   */
  static void redraw(App app) {
    nodes(app, Node.class).forEach(node -> node.setCache(false));
  }

  @SuppressWarnings("unchecked") // its rows are looked at
  private static Optional<TableView<Volume>> table(App app) {
    return nodes(app, TableView.class)
        .filter(t -> !t.getItems().isEmpty() && t.getItems().getFirst() instanceof Volume)
        .findFirst()
        .map(t -> (TableView<Volume>) t);
  }

  /** Types the name that a review asks for. */
  static void confirm(App app, String name) {
    String label = say(app, "ui-plan.type-name", name);
    nodes(app, TextField.class)
        .filter(f -> label.equals(f.getAccessibleText()))
        .forEach(f -> f.setText(name));
  }

  /** Types into the field whose name begins with these words. */
  static void enter(App app, String key, String value) {
    nodes(app, TextField.class)
        .filter(f -> f.getAccessibleText() != null)
        .filter(f -> f.getAccessibleText().startsWith(say(app, key)))
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException("no field " + key))
        .setText(value);
  }

  /** Types into the box of that name, whose choices are read only when it is opened. */
  static void choose(App app, String key, String value) {
    nodes(app, ComboBox.class)
        .filter(box -> say(app, key).equals(box.getAccessibleText()))
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException("no box " + key))
        .getEditor()
        .setText(value);
  }

  private static <T extends Node> java.util.stream.Stream<T> nodes(App app, Class<T> type) {
    List<Node> found = new ArrayList<>();
    collect(app.scene().getRoot(), found);
    return found.stream().filter(type::isInstance).map(type::cast);
  }

  private static void collect(Node node, List<Node> found) {
    if (node.isVisible()) {
      found.add(node);
      if (node instanceof Parent parent) {
        parent.getChildrenUnmodifiable().forEach(child -> collect(child, found));
      }
    }
  }
}
