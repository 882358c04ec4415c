package stowage.ui.content;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import stowage.schema.Problem;
import stowage.type.Provisioning;
import stowage.ui.form.Field;
import stowage.ui.form.ShortForm;
import stowage.ui.frame.Desk;
import stowage.volume.ImageFormat;
import stowage.volume.Size;

/** Asks for guest, size, format and name of a new volume. */
final class NewVolumeForm {
  private final TextField guest = new TextField();
  private final TextField size = new TextField("32G");
  private final ComboBox<ImageFormat> format = new ComboBox<>();
  private final TextField name = new TextField();
  private final ShortForm form;

  /** What was entered, when it can be understood. */
  @FunctionalInterface
  interface Next {
    void accept(Provisioning.Order order);
  }

  NewVolumeForm(Desk desk, List<ImageFormat> formats, Next next, Runnable cancel) {
    guest.setPromptText("100");
    name.setPromptText(desk.say("ui-content.name-automatic"));
    format.getItems().setAll(formats);
    format.getSelectionModel().selectFirst();
    format.setMaxWidth(Double.MAX_VALUE);
    Map<String, Field> fields = new LinkedHashMap<>();
    fields.put(
        "vmid", new Field(desk.say("ui-content.guest"), guest, desk.say("ui-content.guest-help")));
    fields.put(
        "size", new Field(desk.say("ui-content.col-size"), size, desk.say("ui-content.size-help")));
    fields.put("format", new Field(desk.say("ui-content.col-format"), format, ""));
    fields.put(
        "name", new Field(desk.say("ui-content.col-name"), name, desk.say("ui-content.name-help")));
    form = new ShortForm(desk, desk.say("ui-content.new"), fields, () -> read(next), cancel);
  }

  private void read(Next next) {
    List<Problem> problems = new ArrayList<>();
    String owner = guest.getText().strip();
    if (!owner.matches("[1-9][0-9]{2,8}")) {
      problems.add(Problem.of("vmid", "problem.guest-id", owner, 100, 999_999_999));
    }
    Optional<Size> bytes = size(size.getText(), problems);
    form.show(problems);
    if (problems.isEmpty() && bytes.isPresent()) {
      String wanted = name.getText().strip();
      next.accept(
          new Provisioning.Order(
              Integer.parseInt(owner),
              wanted.isEmpty() ? null : wanted,
              format.getValue(),
              bytes.get()));
    }
  }

  /** Zero is left to the pool type: only a container's volume without quota may have it. */
  static Optional<Size> size(String entered, List<Problem> problems) {
    Optional<Size> size = Size.parse(entered.strip());
    if (size.isEmpty()) {
      problems.add(Problem.of("size", "cli.size", entered));
    }
    return size;
  }

  Node node() {
    return form.node();
  }

  void show(List<Problem> problems) {
    form.show(problems);
  }

  void focus() {
    form.focus();
  }
}
