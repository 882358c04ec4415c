package stowage.ui.transfer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TextField;
import stowage.schema.Problem;
import stowage.type.Pool;
import stowage.ui.form.Field;
import stowage.ui.form.ShortForm;
import stowage.ui.frame.Desk;
import stowage.volume.Checksum;
import stowage.volume.ContentType;

/** Asks which file is to be put on the pool, as what, and under which name. */
final class UploadForm {
  private final FileField file;
  private final ContentField content;
  private final TextField name = new TextField();
  private final ChecksumField checksum;
  private final CheckBox replaces;
  private final ShortForm form;

  UploadForm(
      Desk desk, Pool pool, ContentType shown, Consumer<Upload.Order> next, Runnable cancel) {
    file = new FileField(desk, desk.say("ui-transfer.file"), false);
    content = new ContentField(desk.words(), pool, shown);
    checksum = new ChecksumField(desk);
    replaces = new CheckBox(desk.say("ui-transfer.replace"));
    file.text().addListener((_, _, _) -> file.path().ifPresent(this::suit));
    Map<String, Field> fields = new LinkedHashMap<>();
    fields.put(
        "file", new Field(desk.say("ui-transfer.file"), file, desk.say("ui-transfer.file-help")));
    fields.put("content", new Field(desk.say("ui-transfer.content"), content, ""));
    fields.put(
        "name",
        new Field(desk.say("ui-content.col-name"), name, desk.say("ui-transfer.name-help")));
    fields.put(
        "checksum",
        new Field(
            desk.say("ui-transfer.checksum"), checksum, desk.say("ui-transfer.checksum-help")));
    fields.put("overwrite", new Field("", replaces, ""));
    form =
        new ShortForm(
            desk,
            desk.say("ui-transfer.upload-title", pool.id()),
            fields,
            () -> read(next),
            cancel);
  }

  private void suit(Path chosen) {
    String called = String.valueOf(chosen.getFileName());
    name.setText(called);
    content.suit(called);
  }

  /** As if it had been chosen. */
  void take(Path dropped) {
    file.text().set(dropped.toString());
  }

  private void read(Consumer<Upload.Order> next) {
    List<Problem> problems = new ArrayList<>();
    Optional<Path> chosen = file.path();
    if (chosen.isEmpty()) {
      problems.add(Problem.of("file", "ui-transfer.no-file", file.text().get()));
    }
    Optional<Checksum> expected = checksum.checksum(problems);
    if (name.getText().isBlank()) {
      problems.add(Problem.of("name", "ui-transfer.no-name"));
    }
    form.show(problems);
    if (problems.isEmpty()) {
      next.accept(
          new Upload.Order(
              chosen.orElseThrow(),
              content.getValue(),
              name.getText().strip(),
              expected.orElse(null),
              replaces.isSelected()));
    }
  }

  Node node() {
    return form.node();
  }

  void show(List<Problem> problems) {
    form.show(problems);
    if (problems.isEmpty()) {
      form.focus();
    }
  }
}
