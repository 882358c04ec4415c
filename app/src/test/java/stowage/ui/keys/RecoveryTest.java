package stowage.ui.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ComboBox;
import javafx.scene.control.PasswordField;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.config.StorageId;
import stowage.host.Opening;
import stowage.host.ServerPool;
import stowage.pbs.KeyFile;
import stowage.pbs.PaperKey;
import stowage.ui.Nodes;
import stowage.ui.OpenDemo;
import stowage.ui.Screen;
import stowage.ui.frame.Desk;

/** The demo's lost key, recovered with its master key by buttons and fields. */
class RecoveryTest {
  private static final StorageId POOL = new StorageId("vault");
  private static final String PASSPHRASE = "stowage demo";

  @TempDir Path folder;
  private final Desks.Fake outside = new Desks.Fake();
  private DemoDesk demo;
  private Desk desk;
  private KeysPanel panel;
  private Scene scene;

  @BeforeEach
  void open() throws Exception {
    demo = DemoDesk.open(folder);
    desk = demo.desk();
    panel = Screen.on(() -> new KeysPanel(desk, demo.host(), POOL, outside));
    scene = Screen.on(() -> new Scene(new StackPane(panel.node()), 1200, 900));
    Screen.on(() -> {
      panel.loadFirstTime();
      return true;
    });
    await("Recover key");
    outside.open = List.of(folder.resolve("demo/master-private.pem"));
  }

  @AfterEach
  void close() throws Exception {
    Screen.on(() -> {
      panel.close();
      return true;
    });
    demo.close();
  }

  private Parent root() {
    return scene.getRoot();
  }

  private boolean reads(String words) {
    scene.snapshot(null);
    return Nodes.text(root()).contains(words);
  }

  private void await(String words) throws Exception {
    OpenDemo.await(() -> reads(words));
  }

  private void press(String button) throws Exception {
    Screen.on(() -> {
      scene.snapshot(null);
      Nodes.press(root(), button);
      return true;
    });
    Screen.settle();
  }

  private void choose(String way) throws Exception {
    Screen.on(() -> {
      scene.snapshot(null);
      Nodes.named(root(), RadioButton.class, way).setSelected(true);
      return true;
    });
  }

  private void consent() throws Exception {
    Screen.on(() -> {
      Nodes.find(root(), TextField.class, f -> Nodes.name(f).startsWith("Type vault"))
          .orElseThrow()
          .setText("vault");
      return true;
    });
  }

  @SuppressWarnings("unchecked") // the box of that name holds nothing else
  private ComboBox<Opening> backups() {
    return Nodes.named(root(), ComboBox.class, "Backup");
  }

  private void begin() throws Exception {
    press("Recover key");
    OpenDemo.await(() -> reads("Recover the key of a backup") && backups().getValue() != null);
  }

  private void recover(String passphrase) throws Exception {
    press("Choose file");
    Screen.on(() -> {
      Nodes.named(root(), PasswordField.class, "Passphrase").setText(passphrase);
      return true;
    });
    press("Recover");
  }

  private void recovered() throws Exception {
    begin();
    recover(PASSPHRASE);
    await("The key is recovered");
  }

  /** What the host can do now with the backup that nobody could open. */
  private Opening.Answer answer(Opening lost) throws Exception {
    var open = Screen.on(() -> demo.host().host().orElseThrow());
    try (ServerPool at = open.server(POOL)) {
      return open.backupKeys().list(at, POOL).stream()
          .filter(o -> o.backup().id().equals(lost.backup().id()))
          .map(Opening::answer)
          .findFirst()
          .orElseThrow();
    }
  }

  private void apply() throws Exception {
    await("Apply");
    press("Apply");
    OpenDemo.await(() -> {
      scene.snapshot(null);
      return Nodes.find(
              root(),
              javafx.scene.control.ButtonBase.class,
              b -> Nodes.name(b).equals("Done") && !b.isDisabled())
          .isPresent();
    });
    press("Done");
  }

  @Test
  void aRecoveredKeyOpensItsBackupsAndTheKeyInUseStays() throws Exception {
    begin();
    Opening lost = Screen.on(() -> backups().getValue());
    assertEquals(Opening.Answer.NOBODY, lost.answer());
    recover(PASSPHRASE);
    await("The key is recovered");
    assertTrue(Screen.on(() -> reads("are proven with")));
    String name = java.util.Objects.requireNonNull(lost.key()).text();
    assertTrue(Screen.on(() -> reads(name)));
    press("Next");
    await("is put beside the keys of the storage");
    apply();
    await("Master key");
    assertEquals(Opening.Answer.OTHER_KEY, answer(lost));

    begin();
    Screen.on(() -> {
      backups().getItems().stream()
          .filter(o -> o.backup().id().equals(lost.backup().id()))
          .findFirst()
          .ifPresent(backups()::setValue);
      return true;
    });
    recover(PASSPHRASE);
    await("The key is recovered");
    press("Next");
    await("is on the host already");
  }

  @Test
  void aRecoveredKeyGoesIntoUseAndIsKept() throws Exception {
    begin();
    Opening lost = Screen.on(() -> backups().getValue());
    recover(PASSPHRASE);
    await("The key is recovered");
    choose("Into use");
    press("Next");
    await("Type vault");
    consent();
    press("Review");
    await("Apply");
    press("Apply");
    await("Done");
    press("Done");
    await("Keep the key of vault safe");
    assertFalse(Screen.on(panel::mayClose), "it is kept before it is left");
    assertEquals(Opening.Answer.OPENS, answer(lost));
  }

  @Test
  void aRecoveredKeyIsSavedToAFile() throws Exception {
    recovered();
    choose("To a file or on paper");
    press("Next");
    await("Keep the key of vault safe");
    Path file = folder.resolve("recovered.key");
    outside.save = Optional.of(file);
    press("Save key");
    await("Saved, read back");
    try (KeyFile saved = KeyFile.read(Files.readAllBytes(file))) {
      assertFalse(saved.needsPassphrase());
      assertTrue(Screen.on(() -> reads(saved.fingerprint().orElseThrow().text())));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "wrong"})
  void aWrongPassphraseIsSaid(String passphrase) throws Exception {
    begin();
    recover(passphrase);
    await(passphrase.isEmpty() ? "protected by a passphrase" : "Is the passphrase wrong?");
  }

  @Test
  void aBackupWithoutACopyOfItsKeyIsSaid() throws Exception {
    begin();
    Screen.on(() -> {
      backups().getSelectionModel().selectLast();
      return true;
    });
    recover(PASSPHRASE);
    await("made without a master key");
    Screen.on(() -> {
      backups().setValue(null);
      return true;
    });
    press("Recover");
    await("Choose a backup first");
  }

  @Test
  void thePaperOfAMasterKeyLeadsHereFromWhereAKeyIsWanted() throws Exception {
    Path paper = folder.resolve("sheet.txt");
    Files.writeString(
        paper,
        PaperKey.of(Files.readAllBytes(folder.resolve("demo/master-private.pem")), ZoneOffset.UTC)
            .text(null),
        StandardCharsets.UTF_8);
    outside.open = List.of(paper);
    press("Replace by upload");
    await("Type vault");
    press("Choose file");
    consent();
    press("Review");
    await("sheet.txt is a private master key");
    press("Recover key with it");
    OpenDemo.await(() -> reads("Recover the key of a backup") && backups().getValue() != null);
    Screen.on(() -> {
      Nodes.named(root(), PasswordField.class, "Passphrase").setText(PASSPHRASE);
      return true;
    });
    press("Recover");
    await("The key is recovered");
  }
}
