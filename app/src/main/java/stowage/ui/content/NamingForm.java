package stowage.ui.content;

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
import stowage.type.Naming;
import stowage.ui.form.Field;
import stowage.ui.form.ShortForm;
import stowage.ui.form.StateField;
import stowage.ui.frame.Desk;
import stowage.volume.ImageFormat;
import stowage.volume.Volume;

/** Asks whose a volume that comes from another is to be, and what else there is to choose. */
final class NamingForm {
  static final List<ImageFormat> COPY_FORMATS =
      List.of(ImageFormat.RAW, ImageFormat.QCOW2, ImageFormat.VMDK);

  private final TextField guest = new TextField();
  private final TextField name = new TextField();
  private final ComboBox<StorageId> target = new ComboBox<>();
  private final ComboBox<String> format = new ComboBox<>();
  private final StateField state;
  private final ShortForm form;

  /**
   * @param title key of the form's title
   * @param targets pools to choose from; empty when there is nothing to choose
   * @param formats likewise
   */
  record Subject(String title, Volume source, List<StorageId> targets, List<ImageFormat> formats) {}

  /**
   * @param snapshot null for the volume itself
   * @param target empty for the volume's own pool
   * @param format null for that of the source
   */
  record Entered(
      Naming naming,
      @Nullable String snapshot,
      Optional<StorageId> target,
      @Nullable ImageFormat format) {}

  NamingForm(Desk desk, Subject subject, Consumer<Entered> next, Runnable cancel) {
    Volume source = subject.source();
    guest.setText(source.guest().orElse(""));
    name.setPromptText(desk.say("ui-content.name-automatic"));
    Map<String, Field> fields = new LinkedHashMap<>();
    fields.put(
        "vmid", new Field(desk.say("ui-content.guest"), guest, desk.say("ui-content.guest-help")));
    fields.put(
        "name", new Field(desk.say("ui-content.col-name"), name, desk.say("ui-content.name-help")));
    if (!subject.targets().isEmpty()) {
      target.getItems().setAll(subject.targets());
      fields.put("storage", new Field(desk.say("ui-content.target"), wide(target), ""));
    }
    if (!subject.formats().isEmpty()) {
      format.getItems().add(desk.say("ui-content.format-same"));
      subject.formats().forEach(f -> format.getItems().add(f.word()));
      fields.put("format", new Field(desk.say("ui-content.col-format"), wide(format), ""));
    }
    state = new StateField(desk, source.id());
    fields.put("snapshot", state.field());
    form =
        new ShortForm(
            desk, desk.say(subject.title(), source.id().name()), fields, () -> read(next), cancel);
  }

  private static <T> ComboBox<T> wide(ComboBox<T> box) {
    box.setMaxWidth(Double.MAX_VALUE);
    box.getSelectionModel().selectFirst();
    return box;
  }

  void offerSnapshots(Host host) {
    state.offer(host);
  }

  private void read(Consumer<Entered> next) {
    List<Problem> problems = new ArrayList<>();
    String owner = guest.getText().strip();
    if (!owner.matches("[1-9][0-9]{2,8}")) {
      problems.add(Problem.of("vmid", "problem.guest-id", owner, 100, 999_999_999));
    }
    show(problems);
    if (problems.isEmpty()) {
      String wanted = name.getText().strip();
      next.accept(
          new Entered(
              new Naming(Integer.parseInt(owner), wanted.isEmpty() ? null : wanted),
              state.chosen().orElse(null),
              Optional.ofNullable(target.getValue()),
              format.getSelectionModel().getSelectedIndex() < 1
                  ? null
                  : ImageFormat.of(format.getValue()).orElseThrow()));
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
