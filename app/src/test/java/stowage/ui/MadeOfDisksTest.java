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
import stowage.config.StorageConfig;
import stowage.conformance.BlankDisk;
import stowage.conformance.LocalHost;
import stowage.host.Host;
import stowage.settings.Address;
import stowage.settings.HostEntry;
import stowage.settings.Login;

/** From a blank disk to the form of the pool on it, by the console's buttons and fields. */
class MadeOfDisksTest {
  private static final HostEntry ENTRY =
      new HostEntry(
          "pve1",
          "",
          HostEntry.Origin.SSH,
          new Address("192.0.2.1", 22, "root", ""),
          Login.AGENT,
          false);

  @TempDir Path folder;
  @TempDir Path root;
  private LocalHost machine;
  private OpenConsole console;

  @BeforeEach
  void open() throws Exception {
    machine = BlankDisk.of(root);
    console =
        new OpenConsole(
            folder,
            ENTRY,
            Duration.ofMinutes(2),
            (entry, _) -> new Host(entry.name(), machine.shell()));
    console.connect();
    console.tab("Disks");
    console.await("the disk", () -> !disks().getItems().isEmpty());
  }

  @AfterEach
  void close() throws Exception {
    console.close();
  }

  private TableView<?> disks() {
    return Nodes.named(console.root(), TableView.class, "Disks");
  }

  private List<String> entered() throws Exception {
    return Screen.on(() ->
        Nodes.all(console.root()).stream()
            .filter(node -> node instanceof TextField)
            .map(node -> ((TextField) node).getText())
            .filter(text -> text != null && !text.isEmpty())
            .toList());
  }

  private void reviewGroup() throws Exception {
    console.press("Make storage");
    console.run(() -> {
      Nodes.find(console.root(), CheckBox.class, box -> Nodes.name(box).startsWith("/dev/sda"))
          .orElseThrow()
          .setSelected(true);
      Nodes.named(console.root(), ComboBox.class, "What it becomes").getSelectionModel().select(2);
    });
    console.enter("Name", "vg1");
    console.press("Review");
    console.await("the review", () -> console.has("Apply"));
  }

  @Test
  void aDiskIsTakenOnlyByItsNumberAndLeadsToItsPool() throws Exception {
    reviewGroup();
    assertTrue(console.text().contains("/dev/sda · WD40 · S1"), console.text());
    assertFalse(console.enabled("Apply"), "nothing is typed yet");
    console.enter("Type S1 to confirm", "sda");
    assertFalse(console.enabled("Apply"), "that is no number of a disk");
    console.enter("Type S1 to confirm", "S1");
    assertTrue(console.enabled("Apply"));
    console.press("Apply");
    console.await("the end", () -> console.has("Add as pool"));
    assertEquals("vg1\n", machine.read("/made"));
    console.await("the new look", () -> disks().getItems().toString().contains("LVM2_member"));
    console.press("Add as pool");
    console.await("the form", () -> console.has("Review"));
    assertEquals(List.of("vg1", "vg1"), entered().subList(0, 2), "its name and its volume group");
    assertTrue(console.text().contains("LVM"), console.text());
  }

  @Test
  void aNodeJoinsThePoolThatOthersHave() throws Exception {
    machine.write("/proc/mounts", "/dev/sda1 / ext4 rw 0 0\n/dev/fuse /etc/pve fuse rw 0 0\n");
    machine.write(StorageConfig.PATH, "lvm: vg1\n\tvgname vg1\n\tnodes pve7\n\n");
    Files.createDirectories(machine.at("/etc/pve/priv/lock"));
    reviewGroup();
    console.enter("Type S1 to confirm", "S1");
    console.press("Apply");
    console.await("the end", () -> console.has("Let this node join pool \"vg1\""));
    console.press("Let this node join pool \"vg1\"");
    console.apply();
    String node = machine.read(StorageConfig.PATH).replaceAll("(?s).*nodes (\\S+)\n.*", "$1");
    assertTrue(node.startsWith("pve7,") || node.endsWith(",pve7"), node);
  }
}
