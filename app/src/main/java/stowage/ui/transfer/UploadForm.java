package stowage.ui.transfer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Node;
import stowage.schema.Problem;
import stowage.type.Intake;
import stowage.type.Pool;
import stowage.ui.form.Field;
import stowage.ui.form.ShortForm;
import stowage.ui.frame.Desk;
import stowage.volume.ContentType;

/** Asks which file is to be put on the pool, as what, and under which name. */
final class UploadForm {
  private final FileField file;
  private final ArrivalFields arrival;
  private final ShortForm form;

  UploadForm(
      Desk desk, Pool pool, ContentType shown, Consumer<Upload.Order> next, Runnable cancel) {
    file = new FileField(desk, desk.say("ui-transfer.file"), false);
    arrival = new ArrivalFields(desk, pool, shown);
    file.text().addListener((_, _, _) -> file.path().ifPresent(this::suit));
    Map<String, Field> fields = new LinkedHashMap<>();
    fields.put(
        "file", new Field(desk.say("ui-transfer.file"), file, desk.say("ui-transfer.file-help")));
    arrival.addTo(fields);
    form =
        new ShortForm(
            desk,
            desk.say("ui-transfer.upload-title", pool.id()),
            fields,
            () -> read(next),
            cancel);
  }

  private void suit(Path chosen) {
    arrival.suit(String.valueOf(chosen.getFileName()));
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
    Intake.Arrival entered = arrival.read(problems);
    form.show(problems);
    if (problems.isEmpty()) {
      next.accept(new Upload.Order(chosen.orElseThrow(), entered));
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
