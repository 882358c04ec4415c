package stowage.ui.form;

import java.util.List;
import java.util.function.Function;
import javafx.scene.control.ComboBox;
import javafx.util.StringConverter;

/** Boxes with a few values to choose one from. */
public final class Choices {
  private Choices() {}

  /** Shows each value in words; the first one is chosen. */
  public static <T> void fill(ComboBox<T> box, List<T> values, Function<T, String> words) {
    box.getItems().setAll(values);
    box.setMaxWidth(Double.MAX_VALUE);
    box.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(T value) {
            return value == null ? "" : words.apply(value);
          }

          @Override
          public T fromString(String text) {
            throw new UnsupportedOperationException("nothing is typed here");
          }
        });
    box.getSelectionModel().selectFirst();
  }
}
