package stowage.ui.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import org.jspecify.annotations.Nullable;
import stowage.schema.Problem;
import stowage.ui.form.Field;
import stowage.ui.form.ShortForm;
import stowage.ui.frame.Desk;
import stowage.ui.work.Background;
import stowage.volume.Volume;

/** Asks where on this computer a file of a pool is to be kept. */
final class DownloadForm {
  private final Desk desk;
  private final FileField file;
  private final CheckBox replaces;
  private final CheckBox goesOn = new CheckBox();
  private final Field replacing;
  private final Field going;
  private final ShortForm form;
  private Background.@Nullable Work<?> looking;

  /**
   * What is found at a place.
   *
   * @param part bytes that an earlier download has left
   */
  private record Found(boolean possible, boolean exists, long part) {
    static Found at(Path path) throws IOException {
      Path folder = path.getParent();
      Path part = Download.Order.part(path);
      return new Found(
          folder != null && Files.isDirectory(folder) && !Files.isDirectory(path),
          Files.exists(path),
          Files.isRegularFile(part) ? Files.size(part) : 0);
    }
  }

  DownloadForm(Desk desk, Volume volume, Consumer<Download.Order> next, Runnable cancel) {
    this.desk = desk;
    file = new FileField(desk, desk.say("ui-transfer.target-file"), true);
    replaces = new CheckBox(desk.say("ui-transfer.replace-here"));
    replacing = new Field("", replaces, "");
    going = new Field("", goesOn, desk.say("ui-transfer.go-on-help"));
    Map<String, Field> fields = new LinkedHashMap<>();
    fields.put(
        "file",
        new Field(desk.say("ui-transfer.target-file"), file, desk.say("ui-transfer.target-help")));
    fields.put("overwrite", replacing);
    fields.put("resume", going);
    form =
        new ShortForm(
            desk,
            desk.say("ui-transfer.download-title", volume.id().leaf()),
            fields,
            () -> look(found -> read(found, next)),
            cancel);
    show(new Found(true, false, 0));
    file.text().addListener((_, _, _) -> look(_ -> {}));
    file.text().set(Path.of(System.getProperty("user.home"), volume.id().leaf()).toString());
  }

  /** A folder of the net may take its time. */
  private void look(Consumer<Found> then) {
    if (looking != null) {
      looking.discard();
    }
    Optional<Path> path = file.path();
    looking =
        desk.background()
            .run(() -> path.isEmpty() ? new Found(false, false, 0) : Found.at(path.get()))
            .then(found -> {
              show(found);
              then.accept(found);
            })
            .failed(why ->
                form.show(
                    List.of(
                        Problem.of(
                            "file", "ui-transfer.unreadable", file.text().get(), why.toString()))));
  }

  /** Offers what there is to decide; what was decided stays. */
  private void show(Found found) {
    offer(replacing, found.exists());
    if (found.part() > 0 != going.isVisible()) {
      goesOn.setSelected(found.part() > 0);
    }
    goesOn.setText(desk.say("ui-transfer.go-on", desk.words().size(found.part())));
    offer(going, found.part() > 0);
  }

  private static void offer(Node choice, boolean there) {
    choice.setVisible(there);
    choice.setManaged(there);
  }

  private void read(Found found, Consumer<Download.Order> next) {
    if (!found.possible()) {
      form.show(List.of(Problem.of("file", "ui-transfer.no-folder", file.text().get())));
    } else if (found.exists() && !replaces.isSelected()) {
      form.show(List.of(Problem.of("file", "ui-transfer.exists", file.text().get())));
    } else {
      form.show(List.of());
      next.accept(
          new Download.Order(
              file.path().orElseThrow(), replaces.isSelected(), goesOn.isSelected()));
    }
  }

  Node node() {
    return form.node();
  }

  void show(List<Problem> problems) {
    look(_ -> {
      form.show(problems);
      if (problems.isEmpty()) {
        form.focus();
      }
    });
  }
}
