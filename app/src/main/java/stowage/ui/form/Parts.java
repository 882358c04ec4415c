package stowage.ui.form;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.beans.property.StringProperty;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;

/** A value of several named parts, {@code keep-last=3,keep-daily=7}: one small field for each. */
final class Parts extends VBox {
  private final StringProperty text;
  private final Map<String, TextField> fields = new LinkedHashMap<>();
  private boolean following;

  /**
   * @param word in the file
   * @param name for people
   */
  record Part(String word, String name) {}

  /**
   * @param columns how many stand side by side
   * @param all name of a box that stands for all parts together, empty for no such box
   * @param allText what the text is when that box is ticked
   */
  Parts(List<Part> parts, int columns, StringProperty text, String all, String allText) {
    super(8);
    this.text = text;
    GridPane grid = new GridPane(columns > 3 ? 8 : 16, 8);
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      TextField field = new TextField();
      field.setPrefWidth(columns > 3 ? 72 : 120);
      field.setAccessibleText(part.name());
      field.textProperty().addListener((_, _, _) -> write());
      fields.put(part.word(), field);
      Label label = new Label(part.name());
      label.setLabelFor(field);
      grid.add(new VBox(2, label, field), i % columns, i / columns);
    }
    if (!all.isEmpty()) {
      CheckBox box = new CheckBox(all);
      box.setOnAction(_ -> text.set(box.isSelected() ? allText : ""));
      text.subscribe(now -> box.setSelected(now.strip().equals(allText)));
      grid.disableProperty().bind(box.selectedProperty());
      getChildren().add(box);
    }
    getChildren().add(grid);
    text.subscribe(this::read);
  }

  private void read(String now) {
    if (following) {
      return;
    }
    following = true;
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : now.split(",")) {
      String[] words = pair.strip().split("=", 2);
      if (words.length == 2) {
        values.put(words[0], words[1]);
      }
    }
    fields.forEach((word, field) -> field.setText(values.getOrDefault(word, "")));
    following = false;
  }

  private void write() {
    if (following) {
      return;
    }
    following = true;
    text.set(
        fields.entrySet().stream()
            .filter(e -> !e.getValue().getText().isBlank())
            .map(e -> e.getKey() + "=" + e.getValue().getText().strip())
            .collect(Collectors.joining(",")));
    following = false;
  }

  @Override
  public void requestFocus() {
    fields.values().stream().findFirst().ifPresent(TextField::requestFocus);
  }
}
