package stowage.ui.transfer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TextField;
import stowage.schema.Problem;
import stowage.type.Intake;
import stowage.type.Pool;
import stowage.ui.form.Field;
import stowage.ui.form.ShortForm;
import stowage.ui.frame.Desk;
import stowage.volume.ContentType;

/** Asks for an address that the host itself is to download from. */
final class FetchForm {
  private final TextField url = new TextField();
  private final ArrivalFields arrival;
  private final CheckBox unverified;
  private final ShortForm form;

  /** What was entered, when it can be understood. */
  @FunctionalInterface
  interface Next {
    void accept(Intake.Arrival arrival, Intake.Origin origin);
  }

  FetchForm(Desk desk, Pool pool, ContentType shown, Next next, Runnable cancel) {
    arrival = new ArrivalFields(desk, pool, shown);
    unverified = new CheckBox(desk.say("ui-transfer.unverified"));
    url.setPromptText("https://");
    url.textProperty().subscribe(this::suit);
    Map<String, Field> fields = new LinkedHashMap<>();
    fields.put(
        "url", new Field(desk.say("ui-transfer.url"), url, desk.say("ui-transfer.url-help")));
    arrival.addTo(fields);
    fields.put("certificate", new Field("", unverified, desk.say("ui-transfer.unverified-help")));
    form =
        new ShortForm(
            desk, desk.say("ui-transfer.fetch-title", pool.id()), fields, () -> read(next), cancel);
  }

  private void suit(String address) {
    String path = address.strip().replaceFirst("[?#].*", "");
    String called = path.substring(path.lastIndexOf('/') + 1);
    // Of an address without a path nothing is left but the server.
    arrival.suit(path.matches("https?://[^/]+/.+") ? called : "");
  }

  private void read(Next next) {
    List<Problem> problems = new ArrayList<>();
    String address = url.getText().strip();
    if (address.isEmpty()) {
      problems.add(Problem.of("url", "problem.url", address));
    }
    Intake.Arrival entered = arrival.read(problems);
    form.show(problems);
    if (problems.isEmpty()) {
      next.accept(entered, new Intake.Origin(address, !unverified.isSelected()));
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
