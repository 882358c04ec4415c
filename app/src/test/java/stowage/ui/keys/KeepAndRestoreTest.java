package stowage.ui.keys;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ListView;
import javafx.scene.control.PasswordField;
import javafx.scene.control.RadioButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stowage.exec.Secret;
import stowage.pbs.KeyArchive;
import stowage.pbs.KeyFile;
import stowage.settings.KeyRecord;
import stowage.ui.Nodes;
import stowage.ui.OpenDemo;
import stowage.ui.Screen;
import stowage.ui.frame.Desk;

/** The pages that keep all keys and bring them back, on the demo host, by buttons and fields. */
class KeepAndRestoreTest {
  private static final String PASSPHRASE = "for the safe";

  @TempDir Path folder;
  private final Desks.Fake outside = new Desks.Fake();
  private DemoDesk demo;
  private Desk desk;
  private Scene scene;
  private InventoryView view;

  @BeforeEach
  void open() throws Exception {
    demo = DemoDesk.open(folder);
    desk = demo.desk();
    view = Screen.on(() -> new InventoryView(desk, outside));
    scene = Screen.on(() -> new Scene(view.node(), 1000, 800));
  }

  @AfterEach
  void close() throws Exception {
    Screen.on(() -> {
      view.close();
      return true;
    });
    demo.close();
  }

  private Parent root() {
    return scene.getRoot();
  }

  /** Only what was laid out can be found. */
  private void layOut() throws Exception {
    Screen.on(() -> scene.snapshot(null));
  }

  private void press(String button) throws Exception {
    layOut();
    Screen.on(() -> {
      Nodes.press(root(), button);
      return true;
    });
    Screen.settle();
    layOut();
  }

  private void enter(String field, String text) throws Exception {
    Screen.on(() -> {
      Nodes.named(root(), PasswordField.class, field).setText(text);
      return true;
    });
  }

  private void choose(String way) throws Exception {
    Screen.on(() -> {
      Nodes.named(root(), RadioButton.class, way).setSelected(true);
      return true;
    });
  }

  private void read(String text) throws Exception {
    await(() -> Nodes.text(root()).contains(text));
  }

  private void await(Callable<Boolean> condition) throws Exception {
    try {
      OpenDemo.await(() -> {
        scene.snapshot(null);
        return condition.call();
      });
    } catch (AssertionError e) {
      throw new AssertionError(Screen.on(() -> Nodes.text(root())), e);
    }
  }

  private String typed(String field) throws Exception {
    return Screen.on(() -> Nodes.named(root(), PasswordField.class, field).getText());
  }

  private Path onHost(String name) {
    return folder.resolve("demo/root/etc/pve/priv/storage").resolve(name);
  }

  private static String fingerprint(byte[] file) throws Exception {
    try (KeyFile key = KeyFile.read(file)) {
      return key.fingerprint().orElseThrow().text();
    }
  }

  /** By the name in an archive, the key that the host has. */
  private Map<String, String> onHost() throws Exception {
    Map<String, String> keys = new TreeMap<>();
    for (String name : List.of("vault.enc", "vault.enc.old")) {
      keys.put("demo/" + name, fingerprint(Files.readAllBytes(onHost(name))));
    }
    return keys;
  }

  private static Map<String, String> inArchive(Path archive) throws Exception {
    Map<String, String> keys = new TreeMap<>();
    try (Secret passphrase = Secret.of(PASSPHRASE.toCharArray());
        KeyArchive opened = KeyArchive.read(Files.readAllBytes(archive), passphrase)) {
      for (KeyArchive.Entry entry : opened.entries()) {
        keys.put(entry.name(), fingerprint(entry.content().reveal()));
      }
    }
    return keys;
  }

  private List<String> written(Path directory) throws Exception {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  private void assertRecorded() throws Exception {
    List<KeyRecord> records = desk.preferences().keys().all();
    assertEquals(2, records.size());
    assertTrue(records.stream().allMatch(r -> r.exported() != null && r.verified() != null));
  }

  private Path archive() throws Exception {
    Path to = folder.resolve("keys.cms");
    outside.save = Optional.of(to);
    press("Keep all keys");
    enter("Passphrase", PASSPHRASE);
    enter("Passphrase again", PASSPHRASE);
    press("Choose where");
    read("2 keys are kept in " + to);
    return to;
  }

  @Test
  void anArchiveWantsItsPassphraseTwiceAndHoldsWhatTheHostHas() throws Exception {
    Path to = folder.resolve("keys.cms");
    outside.save = Optional.of(to);
    press("Keep all keys");
    enter("Passphrase", PASSPHRASE);
    enter("Passphrase again", "for the save");
    press("Choose where");
    read("The passphrases differ.");
    enter("Passphrase", "four");
    enter("Passphrase again", "four");
    press("Choose where");
    read("A passphrase has at least 5 characters.");
    assertEquals(List.of(), outside.names, "no file is asked for in vain");
    enter("Passphrase", PASSPHRASE);
    enter("Passphrase again", PASSPHRASE);
    outside.save = Optional.empty();
    press("Choose where");
    assertFalse(Files.exists(to), "nobody said where");
    assertEquals(PASSPHRASE, typed("Passphrase"));
    outside.save = Optional.of(to);
    press("Choose where");
    read("2 keys are kept in " + to);
    assertEquals(List.of("stowage-keys.cms", "stowage-keys.cms"), outside.names);
    assertEquals("", typed("Passphrase") + typed("Passphrase again"));
    assertEquals(onHost(), inArchive(to));
    assertRecorded();
  }

  @Test
  void singleFilesAreWhatTheHostHasAndReplaceNothing() throws Exception {
    Path directory = Files.createDirectory(folder.resolve("safe"));
    press("Keep all keys");
    choose("Single files");
    press("Choose where");
    assertEquals(List.of(), written(directory), "nobody said where");
    outside.save = Optional.of(directory);
    press("Choose where");
    read("2 keys are kept in " + directory);
    assertEquals(List.of("demo@vault.enc", "demo@vault.enc.old"), written(directory));
    assertArrayEquals(
        Files.readAllBytes(onHost("vault.enc")),
        Files.readAllBytes(directory.resolve("demo@vault.enc")));
    assertRecorded();
    Files.writeString(directory.resolve("demo@vault.enc"), "mine");
    press("Choose where");
    read(directory.resolve("demo@vault.enc").toString());
    await(() -> !Nodes.text(root()).contains("are kept in"));
    assertEquals("mine", Files.readString(directory.resolve("demo@vault.enc")));
  }

  @Test
  void aPageToBePrintedLiesBesideEachKey() throws Exception {
    Path directory = Files.createDirectory(folder.resolve("safe"));
    outside.save = Optional.of(directory);
    press("Keep all keys");
    choose("Single files and pages");
    press("Choose where");
    read("2 keys are kept in " + directory);
    assertEquals(
        List.of(
            "demo@vault.enc",
            "demo@vault.enc.html",
            "demo@vault.enc.old",
            "demo@vault.enc.old.html"),
        written(directory));
    String page = Files.readString(directory.resolve("demo@vault.enc.html"));
    assertTrue(page.startsWith("<!DOCTYPE html>"));
    assertTrue(page.contains("vault"), "it says what it is for");
    press("Back");
    read("Keys of backups");
  }

  @Test
  void aKeyThatAHostLacksComesBackInOnePlan() throws Exception {
    Path archive = archive();
    Map<String, String> before = onHost();
    byte[] key = Files.readAllBytes(onHost("vault.enc"));
    Files.delete(onHost("vault.enc"));
    Files.delete(onHost("vault.enc.old"));
    press("Back");
    press("Restore keys");
    press("Open archive");
    read("Choose a file first.");
    outside.open = List.of(archive);
    press("Choose archive");
    read("keys.cms");
    enter("Passphrase", "another one");
    press("Open archive");
    read("The passphrase is wrong, or the archive is damaged.");
    assertFalse(Files.exists(onHost("vault.enc")));
    enter("Passphrase", PASSPHRASE);
    press("Open archive");
    read("The archive is open: 2 keys.");
    assertFalse(reviewed(), Screen.on(() -> Nodes.text(root())));
    press("Review");
    await(this::reviewed);
    String plan = Screen.on(() -> Nodes.text(root()));
    assertTrue(plan.contains("/etc/pve/priv/storage/vault.enc"), plan);
    for (String line : new String(key, StandardCharsets.UTF_8).split("\"")) {
      assertFalse(line.length() == 44 && plan.contains(line), "the key itself is in no plan");
    }
    assertFalse(Files.exists(onHost("vault.enc")), "a plan changes nothing");
    press("Apply");
    await(() -> Nodes.text(root()).contains("Done"));
    press("Done");
    read("Keys of backups");
    assertEquals(before, onHost());
    assertTrue(
        Files.readString(folder.resolve("demo/root/etc/pve/storage.cfg"))
            .contains("\tencryption-key " + before.get("demo/vault.enc") + "\n"));
  }

  private boolean reviewed() {
    return Nodes.all(root()).stream().anyMatch(n -> Nodes.name(n).equals("Apply"));
  }

  @Test
  void oneKeyGoesToAPoolOrIntoAFile() throws Exception {
    Map<String, String> before = onHost();
    openArchive(archive());
    choose("One key as a file");
    pick("Key", "demo/vault.enc.old");
    Path file = folder.resolve("old.enc");
    outside.save = Optional.of(file);
    press("Review");
    read("demo/vault.enc.old is in " + file);
    assertArrayEquals(Files.readAllBytes(onHost("vault.enc.old")), Files.readAllBytes(file));
    choose("One key to one pool");
    pick("Key", "demo/vault.enc.old");
    press("Review");
    await(this::reviewed);
    press("Apply");
    await(() -> Nodes.text(root()).contains("Done"));
    assertEquals(
        before.get("demo/vault.enc.old"), fingerprint(Files.readAllBytes(onHost("vault.enc"))));
    assertEquals(
        before.get("demo/vault.enc"),
        fingerprint(Files.readAllBytes(onHost("vault.enc.old"))),
        "the one that was replaced is kept");
  }

  private void openArchive(Path archive) throws Exception {
    press("Back");
    press("Restore keys");
    outside.open = List.of(archive);
    press("Choose archive");
    enter("Passphrase", PASSPHRASE);
    press("Open archive");
    read("The archive is open");
  }

  private void pick(String box, String item) throws Exception {
    layOut();
    Screen.on(() -> {
      @SuppressWarnings("unchecked")
      ComboBox<String> shown = Nodes.named(root(), ComboBox.class, box);
      shown.setValue(item);
      return true;
    });
  }

  @Test
  void aDamagedKeyIsKeptAsItIsAndNamed() throws Exception {
    Files.writeString(onHost("vault.enc.old"), "{\"kdf\":null,\"created\":\"cut");
    Path directory = Files.createDirectory(folder.resolve("safe"));
    outside.save = Optional.of(directory);
    press("Keep all keys");
    choose("Single files and pages");
    press("Choose where");
    read("2 keys are kept in " + directory);
    read("demo/vault.enc.old was kept as it is, but opens nothing");
    assertEquals(
        List.of("demo@vault.enc", "demo@vault.enc.html", "demo@vault.enc.old"), written(directory));
    assertEquals(1, desk.preferences().keys().all().size(), "no copy of a key that is none");
  }

  @Test
  void keysOfHostsThatWereNotChosenAreNotKept() throws Exception {
    press("Keep all keys");
    Screen.on(() -> {
      ListView<?> hosts = Nodes.named(root(), ListView.class, "Hosts");
      hosts.getSelectionModel().select(0);
      hosts
          .getOnKeyPressed()
          .handle(
              new KeyEvent(
                  KeyEvent.KEY_PRESSED, " ", " ", KeyCode.SPACE, false, false, false, false));
      return true;
    });
    press("Choose where");
    read("Choose at least one host.");
    assertEquals(List.of(), outside.names);
  }

  @Test
  void whereNothingIsLackingNothingIsPlanned() throws Exception {
    Map<String, String> before = onHost();
    openArchive(archive());
    press("Review");
    read("The archive has no key that a storage of demo does not have already.");
    assertFalse(reviewed());
    assertEquals(before, onHost());
    assertEquals(
        List.of("vault.enc", "vault.enc.old"),
        written(onHost("")).stream()
            .filter(n -> n.startsWith("vault.enc"))
            .collect(Collectors.toList()));
  }
}
