package stowage.ui.transfer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageId;
import stowage.host.Host;
import stowage.schema.Problem;
import stowage.type.Intake;
import stowage.ui.form.Field;
import stowage.ui.form.ShortForm;
import stowage.ui.form.StateField;
import stowage.ui.frame.Desk;
import stowage.volume.Volume;

/** Asks where a volume is to be copied to, and for whom if it is a guest's. */
final class SendForm {
  private final Map<String, List<StorageId>> places;
  private final ComboBox<String> host = new ComboBox<>();
  private final ComboBox<StorageId> pool = new ComboBox<>();
  private final TextField guest = new TextField();
  private final boolean file;
  private final StateField state;
  private final ShortForm form;

  /**
   * @param guest that the copy is for; null for a file, which belongs to none
   * @param snapshot null for the present state
   */
  record Entered(String host, StorageId pool, @Nullable Integer guest, @Nullable String snapshot) {}

  /**
   * @param places by host, the pools that can take it
   */
  SendForm(
      Desk desk,
      Volume source,
      Map<String, List<StorageId>> places,
      Consumer<Entered> next,
      Runnable cancel) {
    this.places = places;
    file = Intake.CONTENTS.contains(source.content());
    host.getItems().setAll(places.keySet());
    host.valueProperty().addListener((_, _, _) -> offerPools());
    host.getSelectionModel().selectFirst();
    guest.setText(source.guest().orElse(""));
    state = new StateField(desk, source.id());
    Map<String, Field> fields = new LinkedHashMap<>();
    fields.put(
        "host", new Field(desk.say("ui.host"), wide(host), desk.say("ui-transfer.host-help")));
    fields.put("storage", new Field(desk.say("ui-content.target"), wide(pool), ""));
    if (!file) {
      fields.put(
          "vmid",
          new Field(desk.say("ui-content.guest"), guest, desk.say("ui-content.guest-help")));
    }
    fields.put("snapshot", state.field());
    form =
        new ShortForm(
            desk,
            desk.say("ui-transfer.send-title", source.id().name()),
            fields,
            () -> read(next),
            cancel);
  }

  private static <T> ComboBox<T> wide(ComboBox<T> box) {
    box.setMaxWidth(Double.MAX_VALUE);
    return box;
  }

  private void offerPools() {
    pool.getItems().setAll(places.getOrDefault(host.getValue(), List.of()));
    pool.getSelectionModel().selectFirst();
  }

  void offerSnapshots(Host open) {
    state.offer(open);
  }

  private void read(Consumer<Entered> next) {
    List<Problem> problems = new ArrayList<>();
    String owner = guest.getText().strip();
    if (!file && !owner.matches("[1-9][0-9]{2,8}")) {
      problems.add(Problem.of("vmid", "problem.guest-id", owner, 100, 999_999_999));
    }
    Optional<String> where = Optional.ofNullable(host.getValue());
    Optional<StorageId> target = Optional.ofNullable(pool.getValue());
    if (where.isEmpty() || target.isEmpty()) {
      problems.add(Problem.of("storage", "ui-transfer.no-place"));
    }
    form.show(problems);
    if (problems.isEmpty()) {
      next.accept(
          new Entered(
              where.orElseThrow(),
              target.orElseThrow(),
              file ? null : Integer.valueOf(owner),
              state.chosen().orElse(null)));
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
