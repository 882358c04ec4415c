package stowage.ui.transfer;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import stowage.schema.InvalidException;
import stowage.schema.Problem;
import stowage.ui.frame.Desk;
import stowage.volume.Checksum;

/** The checksum that a file must have, as its publisher gives it; may stay empty. */
final class ChecksumField extends HBox {
  private final ComboBox<String> algorithm = new ComboBox<>();
  private final TextField digits = new TextField();

  ChecksumField(Desk desk) {
    super(8);
    algorithm.getItems().add(desk.say("ui-transfer.by-length"));
    Arrays.stream(Checksum.Algorithm.values())
        .forEach(a -> algorithm.getItems().add(a.standardName()));
    algorithm.getSelectionModel().selectFirst();
    algorithm.setAccessibleText(desk.say("ui-transfer.algorithm"));
    algorithm.setMinWidth(Region.USE_PREF_SIZE);
    digits.setAccessibleText(desk.say("ui-transfer.checksum"));
    HBox.setHgrow(digits, Priority.ALWAYS);
    getChildren().setAll(algorithm, digits);
  }

  /** Empty when there is none, or when it is none; then the problem is added. */
  Optional<Checksum> checksum(List<Problem> problems) {
    String typed = digits.getText().strip();
    if (typed.isEmpty()) {
      return Optional.empty();
    }
    String text =
        Arrays.stream(Checksum.Algorithm.values())
            .filter(a -> a.standardName().equals(algorithm.getValue()))
            .map(a -> a.word() + ":" + typed)
            .findFirst()
            .orElse(typed);
    try {
      return Optional.of(Checksum.parse(text));
    } catch (InvalidException e) {
      problems.addAll(e.problems());
      return Optional.empty();
    }
  }

  @Override
  public void requestFocus() {
    digits.requestFocus();
  }
}
