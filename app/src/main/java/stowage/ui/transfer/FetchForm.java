package stowage.ui.transfer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import stowage.schema.Problem;
import stowage.type.Intake;
import stowage.type.Packing;
import stowage.type.Pool;
import stowage.ui.form.Choices;
import stowage.ui.form.Field;
import stowage.ui.form.ShortForm;
import stowage.ui.frame.Desk;
import stowage.volume.ContentType;

/** Asks for an address that the host itself is to download from. */
final class FetchForm {
  private final TextField url = new TextField();
  private final ArrivalFields arrival;

  /** The word of the packing that is taken off; empty for none. */
  private final ComboBox<String> packing = new ComboBox<>();

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
    List<String> packings = new ArrayList<>(List.of(""));
    Packing.all().forEach(each -> packings.add(each.word()));
    Choices.fill(
        packing, packings, word -> word.isEmpty() ? desk.say("ui-transfer.decompress-none") : word);
    url.setPromptText("https://");
    url.textProperty().subscribe(this::suit);
    Map<String, Field> fields = new LinkedHashMap<>();
    fields.put(
        "url", new Field(desk.say("ui-transfer.url"), url, desk.say("ui-transfer.url-help")));
    arrival.addTo(fields);
    fields.put(
        "decompress",
        new Field(
            desk.say("ui-transfer.decompress"), packing, desk.say("ui-transfer.decompress-help")));
    fields.put("certificate", new Field("", unverified, desk.say("ui-transfer.unverified-help")));
    form =
        new ShortForm(
            desk, desk.say("ui-transfer.fetch-title", pool.id()), fields, () -> read(next), cancel);
  }

  private void suit(String address) {
    String path = address.strip().replaceFirst("[?#].*", "");
    String called = path.substring(path.lastIndexOf('/') + 1);
    // Of an address without a path nothing is left but the server.
    String offered = path.matches("https?://[^/]+/.+") ? called : "";
    // A template stays compressed.
    Optional<Packing> ending =
        Packing.of(offered)
            .filter(
                p -> ContentField.likely(p.without(offered)).equals(Optional.of(ContentType.ISO)));
    packing.setValue(ending.map(Packing::word).orElse(""));
    arrival.suit(ending.map(p -> p.without(offered)).orElse(offered));
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
      next.accept(
          entered,
          new Intake.Origin(
              address, !unverified.isSelected(), Packing.named(packing.getValue()).orElse(null)));
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
