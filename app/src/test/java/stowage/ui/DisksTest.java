package stowage.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
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

  /** Three disks without anything on them, in an open form. */
  private void chooseBlank() throws Exception {
    console.run(() ->
        Nodes.all(console.root()).stream()
            .filter(node -> node instanceof CheckBox box && box.getText().contains("WD-WX32DB1A"))
            .forEach(node -> ((CheckBox) node).setSelected(true)));
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
  void aUnitOfTheNetworkIsNeitherBuiltOnNorWiped() throws Exception {
    console.run(() -> disks().scrollTo(7));
    String text = console.text();
    assertTrue(
        text.contains("LUN of the network (iscsi iqn.2024-01.net.example:store1-lun-1)"), text);
    for (String unit : List.of("/dev/sdf", "/dev/sdg")) {
      choose(unit);
      assertFalse(console.enabled("Wipe"), unit);
      assertFalse(console.enabled("Partition table"), unit);
    }
    console.press("Make storage");
    assertFalse(
        Screen.on(() ->
            Nodes.all(console.root()).stream()
                .anyMatch(n -> n instanceof CheckBox box && box.getText().contains("/dev/sdg"))));
  }

  /** What fills it again is a later answer. */
  private void clear() throws Exception {
    console.run(() -> disks().getItems().clear());
  }

  private void pick(String box, Object value) throws Exception {
    console.run(() -> {
      @SuppressWarnings("unchecked") // values of the box itself
      ComboBox<Object> found = Nodes.named(console.root(), ComboBox.class, box);
      Object wanted =
          found.getItems().stream()
              .filter(item -> item.toString().equals(value.toString()))
              .findFirst()
              .orElseThrow();
      found.getSelectionModel().select(wanted);
    });
    console.text();
  }

  @Test
  void theSpreadOfDraidTheSectorsAndTheCompressionAreChosen() throws Exception {
    console.press("Make storage");
    chooseBlank();
    pick("Redundancy", "DRAID");
    console.enter("Data disks", "1");
    console.enter("Spares", "many");
    console.enter("Name", "vault3");
    pick("Sector size", 13);
    pick("Compression", "zstd");
    console.press("Review");
    assertTrue(console.text().contains("Enter a number of disks"), console.text());
    console.enter("Spares", "1");
    assertTrue(console.text().contains("survive the loss of 1"), console.text());
    console.press("Review");
    console.await("the review", () -> console.has("Apply"));
    String review = console.text();
    assertTrue(review.contains("ashift=13"), review);
    assertTrue(review.contains("compression=zstd"), review);
    assertTrue(review.contains("draid:1d:1s"), review);
    assertTrue(review.contains("Compare with what is printed on them"), review);
    assertTrue(review.contains("/dev/sdl · WDC WD40EFPX-68C6CN0 · WD-WX32DB1A8Y1E"), review);
  }

  @Test
  void whatADiskCarriesIsTakenApart() throws Exception {
    choose("/dev/sdd");
    console.press("Take apart");
    assertEquals("spare/thin0", Screen.on(() -> name().getText()), "of the disk that is chosen");
    console.run(() -> Nodes.named(console.root(), CheckBox.class, "Wipe its disks, too").fire());
    console.press("Review");
    console.await("the review", () -> console.has("Apply"));
    String review = console.text();
    assertTrue(review.contains("lvremove --yes spare/thin0"), review);
    assertTrue(review.contains("/dev/sdd · INTEL SSDSC2KB480G8 · BTYF012504LK480B"), review);
    assertFalse(console.enabled("Apply"), "the demo host does not simulate it");
  }

  @Test
  void whatCanNotBeTakenApartIsToldAtItsField() throws Exception {
    choose("/dev/sdb");
    console.press("Take apart");
    assertEquals("tank", Screen.on(() -> name().getText()));
    console.press("Review");
    console.await("the reason", () -> Nodes.text(console.root()).contains("\"tank\" is not empty"));
    assertEquals("tank", Screen.on(() -> name().getText()), "as it was left");
    console.enter("Name", "");
    console.press("Review");
    assertTrue(console.text().contains("Give it a name."), console.text());
  }

  @Test
  void whatDisksHaveBecomeIsChosenAndTakenApart() throws Exception {
    TableView<?> made = Nodes.named(console.root(), TableView.class, "What disks have become");
    assertTrue(made.getItems().toString().contains("THINPOOL, name=spare/thin0"));
    choose("/dev/sdb");
    console.run(() -> made.getSelectionModel().selectLast());
    assertTrue(disks().getSelectionModel().isEmpty(), "one or the other");
    console.press("Take apart");
    assertEquals("spare", Screen.on(() -> name().getText()), "the last volume group");
    choose("/dev/sdb");
    assertTrue(made.getSelectionModel().isEmpty());
    console.press("Take apart");
    assertEquals("tank", Screen.on(() -> name().getText()));
  }

  private TextField name() {
    return Nodes.named(console.root(), TextField.class, "Name");
  }

  @Test
  void whatAProductNeedsIsInstalledFromItsForm() throws Exception {
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.endsWith("mkfs.xfs")).toList()) {
        Files.delete(file);
      }
    }
    clear();
    console.press("Refresh the disks");
    console.await("the disks", () -> !disks().getItems().isEmpty());
    console.press("Make storage");
    assertFalse(console.text().contains("xfsprogs"));
    pick("What it becomes", "DIRECTORY");
    assertFalse(console.text().contains("xfsprogs"), "ext4 is there");
    pick("File system", "XFS");
    assertTrue(console.text().contains("They come with: xfsprogs"), console.text());
    console.press("Install missing");
    console.apply();
    console.await("the form", () -> console.has("Review"));
    console.await(
        "the program", () -> !Nodes.text(console.root()).contains("They come with: xfsprogs"));
  }

  @Test
  void programsForDisksAreAmongTheHostsTools() throws Exception {
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.endsWith("smartctl")).toList()) {
        Files.delete(file);
      }
    }
    console.tab("Tools");
    console.await("the program", () -> Nodes.text(console.root()).contains("smartmontools"));
    console.await("the count", () -> Nodes.text(console.root()).contains("Tools (1 missing)"));
    console.press("Install missing");
    console.apply();
    console.await(
        "nothing missing", () -> !Nodes.text(console.root()).contains("Tools (1 missing)"));
  }

  @Test
  void healthLeadsToTheProgramThatTellsOfIt() throws Exception {
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.endsWith("smartctl")).toList()) {
        Files.delete(file);
      }
    }
    clear();
    console.press("Refresh the disks");
    console.await("the disks", () -> !disks().getItems().isEmpty());
    choose("/dev/sdb");
    console.press("Health");
    assertTrue(console.text().contains("They come with: smartmontools"), console.text());
    console.press("Install missing");
    clear();
    console.apply();
    console.await("the disks", () -> !disks().getItems().isEmpty());
    choose("/dev/sdb");
    console.press("Health");
    console.await("the verdict", () -> Nodes.text(console.root()).contains("it is failing"));
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
    chooseBlank();
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
