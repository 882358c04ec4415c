package stowage.ui;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TableView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stowage.disk.Disk;
import stowage.settings.HostEntry;

/** The demo host's disks, by the console's buttons and fields. */
class DisksTest {
  @TempDir Path folder;
  private OpenConsole console;

  @BeforeEach
  void open() throws Exception {
    console = new OpenConsole(folder, HostEntry.DEMO, Duration.ofMinutes(2));
    console.connect();
    console.tab("Disks");
    console.await("the disks", () -> !disks().getItems().isEmpty());
  }

  @AfterEach
  void close() throws Exception {
    console.close();
  }

  @SuppressWarnings("unchecked") // the table of that name holds nothing else
  private TableView<Disk> disks() {
    return Nodes.named(console.root(), TableView.class, "Disks");
  }

  private void choose(String path) throws Exception {
    console.run(() -> {
      disks().getSelectionModel().clearSelection();
      disks().getItems().stream()
          .filter(disk -> disk.path().equals(path))
          .forEach(disks().getSelectionModel()::select);
    });
  }

  @Test
  void whatIsInUseIsNotWipedAndWhatIsNotBlankIsNotPartitioned() throws Exception {
    assertTrue(console.text().contains("zpool tank"), "who holds it");
    choose("/dev/sda");
    assertFalse(console.enabled("Wipe"));
    assertFalse(console.enabled("Partition table"));
    choose("/dev/sdi");
    assertTrue(console.enabled("Wipe"), "nobody uses what is on it");
    assertFalse(console.enabled("Partition table"));
    choose("/dev/sdj");
    assertTrue(console.enabled("Partition table"));
  }

  @Test
  void aDiskTellsOfItsHealth() throws Exception {
    choose("/dev/sdb");
    console.press("Health");
    console.await("the verdict", () -> Nodes.text(console.root()).contains("it is failing"));
    assertTrue(console.text().contains("Reallocated_Sector_Ct"));
    choose("/dev/nvme1n1");
    console.press("Health");
    console.await("the verdict", () -> Nodes.text(console.root()).contains("it is healthy"));
    assertTrue(console.text().contains("Used up: 3 %"));
  }

  @Test
  void aPoolIsDrawnBeforeItIsPlanned() throws Exception {
    console.press("Make storage");
    console.press("Review");
    assertTrue(console.text().contains("Choose at least one disk."));
    console.run(() ->
        Nodes.all(console.root()).stream()
            .filter(node -> node instanceof CheckBox box && box.getText().contains("WD-WX32DB1A"))
            .forEach(node -> ((CheckBox) node).setSelected(true)));
    console.run(() ->
        Nodes.named(console.root(), ComboBox.class, "Redundancy").getSelectionModel().select(3));
    assertTrue(console.text().contains("survive the loss of 1"), console.text());
    console.run(() ->
        Nodes.named(console.root(), ComboBox.class, "Redundancy").getSelectionModel().select(4));
    assertTrue(console.text().contains("at least 4 disks"), console.text());
    console.run(() ->
        Nodes.named(console.root(), ComboBox.class, "Redundancy").getSelectionModel().select(3));
    console.enter("Name", "vault2");
    console.press("Review");
    console.await("the review", () -> console.has("Apply"));
    String review = console.text();
    assertTrue(review.contains("zpool create"), review);
    assertTrue(review.contains("raidz"), review);
    assertFalse(console.enabled("Apply"), "the demo host does not simulate it");
  }
}
