package stowage.ui;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import javafx.scene.control.ComboBox;
import stowage.config.StorageId;
import stowage.settings.HostEntry;
import stowage.ui.frame.Page;

/**
 * What most people come for, done by its buttons and fields: connect, add an NFS pool, make a
 * volume, snapshot it, remove it, remove the pool.
 */
final class MainJob {
  private static final StorageId POOL = new StorageId("console-job");
  private static final String VOLUME = "vm-987123-disk-0.raw";

  /**
   * @param folder for settings and the demo
   * @param host where it is done
   * @param server and its export, as the host reaches it
   * @param patience for one answer
   */
  record Place(Path folder, HostEntry host, String server, String export, Duration patience) {}

  private final Place place;
  private final OpenConsole console;

  private MainJob(Place place, OpenConsole console) {
    this.place = place;
    this.console = console;
  }

  static void run(Place place) throws Exception {
    try (OpenConsole console = new OpenConsole(place.folder(), place.host(), place.patience())) {
      console.connect();
      MainJob job = new MainJob(place, console);
      job.add();
      job.allocate();
      job.snapshot();
      job.free();
      job.remove();
    }
  }

  private boolean isThere() {
    return console.host().known().flatMap(state -> state.pool(POOL)).isPresent();
  }

  private void add() throws Exception {
    console.open(new Page.AddPool(place.host().name()));
    console.press("NFS");
    console.enter("Name (required)", POOL.text());
    console.enter("Server", place.server());
    console.run(() ->
        Nodes.find(console.root(), ComboBox.class, box -> box.isEditable())
            .orElseThrow()
            .getEditor()
            .setText(place.export()));
    console.press("Review");
    console.await("the review", () -> Nodes.text(console.root()).contains("/bin/mount"));
    console.apply();
    console.await(
        "the pool's page", () -> console.app().navigator().front().get() instanceof Page.OfPool);
    console.await("the pool", this::isThere);
  }

  private void allocate() throws Exception {
    console.tab("Content");
    console.press("New disk");
    console.enter("Guest", "987123");
    console.enter("Size", "8M");
    console.press("Review");
    console.apply();
    console.await("the volume", () -> !console.volumes().getItems().isEmpty());
    assertTrue(console.text().contains("987123/" + VOLUME), "the new volume");
  }

  /** Raw images on a directory have none; then the button says so instead. */
  private void snapshot() throws Exception {
    choose();
    assertFalse(console.enabled("Snapshots"), "a raw image offers no snapshots");
  }

  private void free() throws Exception {
    choose();
    console.press("Remove");
    console.await("the review", () -> console.has("Apply"));
    assertFalse(console.enabled("Apply"), "nothing is destroyed before its name was typed");
    console.enter("Type " + VOLUME, VOLUME);
    console.apply();
    console.await("an empty list", () -> console.volumes().getItems().isEmpty());
  }

  private void remove() throws Exception {
    console.open(new Page.RemovePool(place.host().name(), POOL));
    console.apply();
    console.await("the pool to be gone", () -> !isThere());
  }

  private void choose() throws Exception {
    console.choose(VOLUME, volume -> volume.id().leaf().equals(VOLUME));
  }
}
