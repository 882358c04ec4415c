package stowage.ui.transfer;

import java.util.List;
import java.util.Map;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TextField;
import stowage.schema.Problem;
import stowage.type.Intake;
import stowage.type.Pool;
import stowage.ui.form.Field;
import stowage.ui.frame.Desk;
import stowage.volume.ContentType;

/** As what a file comes onto a pool and under which name, wherever it comes from. */
final class ArrivalFields {
  private final Desk desk;
  private final ContentField content;
  private final TextField name = new TextField();
  private final ChecksumField checksum;
  private final CheckBox replaces;

  ArrivalFields(Desk desk, Pool pool, ContentType shown) {
    this.desk = desk;
    content = new ContentField(desk.words(), pool, shown);
    checksum = new ChecksumField(desk);
    replaces = new CheckBox(desk.say("ui-transfer.replace"));
  }

  void addTo(Map<String, Field> fields) {
    fields.put("content", new Field(desk.say("ui-transfer.content"), content, ""));
    fields.put(
        "name",
        new Field(desk.say("ui-content.col-name"), name, desk.say("ui-transfer.name-help")));
    fields.put(
        "checksum",
        new Field(
            desk.say("ui-transfer.checksum"), checksum, desk.say("ui-transfer.checksum-help")));
    fields.put("overwrite", new Field("", replaces, ""));
  }

  /** What a file that is called so where it comes from is likely to be here. */
  void suit(String called) {
    name.setText(called);
    content.suit(called);
  }

  /** Adds what is wrong; then what it gives is not to be used. */
  Intake.Arrival read(List<Problem> problems) {
    if (name.getText().isBlank()) {
      problems.add(Problem.of("name", "ui-transfer.no-name"));
    }
    return new Intake.Arrival(
        content.getValue(),
        name.getText().strip(),
        checksum.checksum(problems).orElse(null),
        replaces.isSelected());
  }
}
