package stowage.ui.wizard;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ListCell;
import javafx.util.StringConverter;
import stowage.exec.Reading;
import stowage.message.Printable;
import stowage.type.Scan;
import stowage.ui.error.Explanation;
import stowage.ui.form.FormModel;
import stowage.ui.frame.Desk;
import stowage.ui.look.Look;

/**
 * A text field with a list of what the host has found. The list is asked for when it is opened; a
 * failure is shown inside it, and anything can still be typed.
 */
final class Picker {

  /** Asks the host; blocks. */
  @FunctionalInterface
  interface Finder {
    Reading<List<Scan.Found>> find() throws Exception;
  }

  private final Desk desk;
  private final Finder finder;
  private final ComboBox<Scan.Found> box = new ComboBox<>();

  private Picker(Desk desk, Finder finder) {
    this.desk = desk;
    this.finder = finder;
  }

  /** The control for a form's entry, bound to its text. */
  static Node of(Desk desk, FormModel.Entry entry, Finder finder) {
    Picker picker = new Picker(desk, finder);
    picker.build(entry);
    return picker.box;
  }

  private void build(FormModel.Entry entry) {
    box.setEditable(true);
    box.setMaxWidth(Double.MAX_VALUE);
    box.setVisibleRowCount(8);
    box.setCellFactory(_ -> new Cell());
    box.setConverter(new Names());
    box.getEditor().textProperty().bindBidirectional(entry.text());
    box.setOnShowing(_ -> ask());
  }

  private void ask() {
    String typed = box.getEditor().getText();
    say(desk.say("ui-form.looking"));
    fill(List.of(), typed);
    desk.background()
        .run(finder::find)
        .then(reading -> {
          switch (reading) {
            case Reading.Known<List<Scan.Found>>(var found) -> {
              say(desk.say("ui-form.nothing-found"));
              fill(found, box.getEditor().getText());
            }
            case Reading.Failed<List<Scan.Found>>(var reason) -> say(desk.words().say(reason));
          }
        })
        .failed(why -> say(Explanation.of(why, desk.words()).what()));
  }

  /** Changing the list must not change what has been typed. */
  private void fill(List<Scan.Found> found, String typed) {
    box.getItems().setAll(found);
    box.getEditor().setText(typed);
  }

  private void say(String text) {
    var label = Look.note(text);
    label.setMaxWidth(400);
    box.setPlaceholder(label);
  }

  /** What is typed is taken as it is. */
  private static final class Names extends StringConverter<Scan.Found> {
    @Override
    public String toString(Scan.Found found) {
      return found == null ? "" : found.name();
    }

    @Override
    public Scan.Found fromString(String text) {
      return new Scan.Found(text, "");
    }
  }

  /** What was found, with its detail behind it. */
  private static final class Cell extends ListCell<Scan.Found> {
    @Override
    protected void updateItem(Scan.Found item, boolean empty) {
      super.updateItem(item, empty);
      setText(
          empty || item == null
              ? null
              : Printable.line(
                  item.detail().isEmpty() ? item.name() : item.name() + "   " + item.detail()));
    }
  }
}
