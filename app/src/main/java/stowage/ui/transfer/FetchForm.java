package stowage.ui.transfer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TextField;
import stowage.schema.Problem;
import stowage.type.Intake;
import stowage.type.Pool;
import stowage.ui.form.Field;
import stowage.ui.form.ShortForm;
import stowage.ui.frame.Desk;
import stowage.volume.Checksum;
import stowage.volume.ContentType;

/** Asks for an address that the host itself is to download from. */
final class FetchForm {
  private final TextField url = new TextField();
  private final ContentField content;
  private final TextField name = new TextField();
  private final ChecksumField checksum;
  private final CheckBox replaces;
  private final CheckBox unverified;
  private final ShortForm form;

  /** What was entered, when it can be understood. */
  @FunctionalInterface
  interface Next {
    void accept(Intake.Arrival arrival, Intake.Origin origin);
  }

  FetchForm(Desk desk, Pool pool, ContentType shown, Next next, Runnable cancel) {
    content = new ContentField(desk.words(), pool, shown);
    checksum = new ChecksumField(desk);
    replaces = new CheckBox(desk.say("ui-transfer.replace"));
    unverified = new CheckBox(desk.say("ui-transfer.unverified"));
    url.setPromptText("https://");
    url.textProperty().subscribe(this::suit);
    Map<String, Field> fields = new LinkedHashMap<>();
    fields.put(
        "url", new Field(desk.say("ui-transfer.url"), url, desk.say("ui-transfer.url-help")));
    fields.put("content", new Field(desk.say("ui-transfer.content"), content, ""));
    fields.put(
        "name",
        new Field(desk.say("ui-content.col-name"), name, desk.say("ui-transfer.name-help")));
    fields.put(
        "checksum",
        new Field(
            desk.say("ui-transfer.checksum"), checksum, desk.say("ui-transfer.checksum-help")));
    fields.put("overwrite", new Field("", replaces, ""));
    fields.put("certificate", new Field("", unverified, desk.say("ui-transfer.unverified-help")));
    form =
        new ShortForm(
            desk, desk.say("ui-transfer.fetch-title", pool.id()), fields, () -> read(next), cancel);
  }

  private void suit(String address) {
    String path = address.strip().replaceFirst("[?#].*", "");
    String called = path.substring(path.lastIndexOf('/') + 1);
    // Of an address without a path nothing is left but the server.
    name.setText(path.matches("https?://[^/]+/.+") ? called : "");
    content.suit(called);
  }

  private void read(Next next) {
    List<Problem> problems = new ArrayList<>();
    String address = url.getText().strip();
    if (address.isEmpty()) {
      problems.add(Problem.of("url", "problem.url", address));
    }
    if (name.getText().isBlank()) {
      problems.add(Problem.of("name", "ui-transfer.no-name"));
    }
    Optional<Checksum> expected = checksum.checksum(problems);
    form.show(problems);
    if (problems.isEmpty()) {
      next.accept(
          new Intake.Arrival(
              content.getValue(),
              name.getText().strip(),
              expected.orElse(null),
              replaces.isSelected()),
          new Intake.Origin(address, !unverified.isSelected()));
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
