package stowage.ui;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.text.Text;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stowage.config.StorageId;
import stowage.settings.HostEntry;
import stowage.volume.Volume;

/** Backups of the demo host, by the console's buttons and fields. */
class BackupJobTest {
  private static final StorageId POOL = new StorageId("nas-backup");
  private static final String GUEST = "104";

  @TempDir Path folder;
  private OpenConsole console;

  @BeforeEach
  void open() throws Exception {
    console = new OpenConsole(folder, HostEntry.DEMO, Duration.ofSeconds(90));
    console.connect();
    console.content(POOL);
  }

  @AfterEach
  void close() throws Exception {
    console.close();
  }

  @Test
  void notesProtectionConfigurationAndLog() throws Exception {
    choose();
    console.press("Edit notes");
    console.await("the notes", () -> area().getText().contains("before the upgrade"));
    console.run(() -> area().setText("Checked.\nOpens and boots.\n"));
    console.press("Review");
    console.apply();
    console.await("the new notes", () -> "Checked.".equals(chosen().extra().notes()));

    choose();
    console.press("Protect");
    console.apply();
    console.await("the protection", () -> chosen().extra().isProtected());
    choose();
    console.press("Remove protection");
    console.apply();
    console.await("no protection", () -> !chosen().extra().isProtected());

    choose();
    console.press("Show configuration");
    console.await("the configuration", () -> area().getText().contains("name: erp-db\n"));
    assertFalse(Screen.on(() -> area().isEditable()));
    console.press("Close");
    choose();
    console.press("Show log");
    console.await(
        "the log", () -> area().getText().startsWith("INFO: Starting Backup of VM " + GUEST));
    console.press("Close");
  }

  @Test
  void pruningFollowsTheNumbersAndTellsOfEachBackup() throws Exception {
    choose();
    console.press("Prune");
    console.await("the preview by the pool's own rules", () -> preview().getItems().size() == 6);
    console.run(() ->
        Nodes.find(console.root(), CheckBox.class, b -> b.getText().equals("Keep all backups"))
            .orElseThrow()
            .fire());
    console.await(
        "the next preview", () -> Nodes.text(console.root()).contains("0 would be removed"));
    assertFalse(console.enabled("Review"), "there is nothing to review");
    console.run(() -> Nodes.find(console.root(), CheckBox.class, _ -> true).orElseThrow().fire());
    console.await(
        "a word about it",
        () -> Nodes.text(console.root()).contains("Nothing is kept without a rule"));
    console.enter("Keep last", "1");
    console.await(
        "the new preview", () -> Nodes.text(console.root()).contains("5 would be removed"));
    // As many of them as are in sight.
    assertTrue(struck() > 0, () -> Nodes.text(console.root()));
    assertTrue(console.text().contains("stays: Keep last, no. 1"));
    console.press("Review");
    console.await("the review", () -> Nodes.text(console.root()).contains("5 can be removed"));
    console.enter("Type nas-backup", "nas-backup");
    console.press("Remove 5 volumes");
    console.await("the end", () -> Nodes.text(console.root()).contains("5 removed, 0 failed"));
    console.press("Done");
    console.await("a shorter list", () -> backups().size() == 1);
  }

  private long struck() throws Exception {
    console.text();
    return Screen.on(() ->
        Nodes.all(preview()).stream()
            .filter(n -> n instanceof Text t && t.isStrikethrough() && !t.getText().isEmpty())
            .count());
  }

  private TableView<?> preview() {
    return Nodes.named(console.root(), TableView.class, "What would become of each backup");
  }

  private List<Volume> backups() {
    return console.volumes().getItems().stream().filter(v -> GUEST.equals(v.owner())).toList();
  }

  /** The oldest backup of the guest. */
  private Volume chosen() {
    return backups().stream().min(Comparator.comparing(v -> v.id().toString())).orElseThrow();
  }

  private void choose() throws Exception {
    console.choose("a backup", volume -> volume.id().equals(chosen().id()));
  }

  private TextArea area() {
    return Nodes.find(console.root(), TextArea.class, _ -> true).orElseGet(TextArea::new);
  }
}
