package stowage.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextArea;
import javafx.scene.control.TitledPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stowage.config.Section;
import stowage.config.StorageConfig;
import stowage.config.StorageId;
import stowage.pbs.KeyFile;
import stowage.pbs.PaperKey;
import stowage.settings.HostEntry;
import stowage.settings.KeyRecord;
import stowage.ui.frame.Page;

/** A pool on the demo's backup server, made and changed step by step by buttons and fields. */
class ServerPoolJobTest {
  private static final String POOL = "offsite";
  private static final String USER = "backup@pbs!pve1";
  private static final Page ADDING = new Page.AddPool(HostEntry.DEMO.name());

  @TempDir Path folder;
  private OpenConsole console;

  @BeforeEach
  void open() throws Exception {
    console = new OpenConsole(folder, HostEntry.DEMO, Duration.ofSeconds(90));
    console.connect();
  }

  @AfterEach
  void close() throws Exception {
    console.close();
  }

  private Path onHost(String path) {
    return folder.resolve("demo/root" + path);
  }

  private Path secret(String name) {
    return onHost("/etc/pve/priv/storage/" + name);
  }

  private String config() throws Exception {
    return Files.readString(onHost("/etc/pve/storage.cfg"));
  }

  private void config(String text) throws Exception {
    Files.writeString(onHost("/etc/pve/storage.cfg"), text);
    console.run(() -> console.host().refresh());
  }

  private String password() throws Exception {
    return Files.readString(secret("vault.pw")).strip();
  }

  private boolean reads(String text) {
    return Nodes.text(console.root()).contains(text);
  }

  private void place() throws Exception {
    console.open(ADDING);
    console.press("Proxmox Backup Server");
    console.press("Next");
    assertTrue(reads("The setting is required."), console.text());
    console.enter("Name (required)", POOL);
    console.enter("Server", "pbs.example.net");
    console.press("Next");
    console.await("the certificate", () -> reads("CN=pbs.example.net"));
  }

  private void login() throws Exception {
    console.press("Next");
    console.enter("User", USER);
    console.enter("Password", "wrong");
    console.press("Next");
    console.await("the server's own words", () -> reads("authentication failed"));
    console.enter("Password", password());
    console.press("Next");
  }

  private void space(String namespace) throws Exception {
    console.await("the datastore", () -> reads("main"));
    choose("Namespace", namespace);
    console.press("Next");
  }

  private void choose(String box, String value) throws Exception {
    console.run(() -> Nodes.named(console.root(), ComboBox.class, box).getEditor().setText(value));
  }

  private void way(String name) throws Exception {
    console.run(() -> Nodes.named(console.root(), RadioButton.class, name).setSelected(true));
    console.text();
  }

  /** Up to the question for encryption. */
  private void toEncryption() throws Exception {
    place();
    login();
    space("nowhere");
    console.await("the server's answer", () -> reads("no namespace nowhere"));
    space("site/a");
    console.await("the keys", () -> reads("Create a new key"));
  }

  private void toReview() throws Exception {
    console.await("the master key", () -> reads("No master key"));
    console.press("Next");
    console.await("the rules", () -> reads("Keep daily"));
    console.enter("Keep daily", "7");
    console.press("Next");
    console.await("the review", () -> console.has("Apply"));
  }

  private KeyRecord record() throws Exception {
    List<KeyRecord> records = console.app().preferences().keys().all();
    assertEquals(List.of(POOL), records.stream().map(KeyRecord::pool).toList());
    return records.getFirst();
  }

  private void assertPool(boolean encrypted) throws Exception {
    StorageConfig config = StorageConfig.parse(Files.readAllBytes(onHost("/etc/pve/storage.cfg")));
    Section section = config.section(POOL).orElseThrow();
    Section vault = config.section("vault").orElseThrow();
    assertEquals("pbs.example.net", section.values().get("server"));
    assertEquals("main", section.values().get("datastore"));
    assertEquals("site/a", section.values().get("namespace"));
    assertEquals(USER, section.values().get("username"));
    assertEquals("keep-daily=7", section.values().get("prune-backups"));
    assertEquals(vault.values().get("fingerprint"), section.values().get("fingerprint"));
    assertEquals(encrypted, section.values().containsKey("encryption-key"));
    assertEquals(password(), Files.readString(secret(POOL + ".pw")).strip());
    assertEquals(encrypted, Files.exists(secret(POOL + ".enc")));
    assertTrue(isClosed(POOL + ".pw"));
    assertEquals(encrypted, isClosed(POOL + ".enc"));
  }

  /** The demo keeps the modes of its files beside them. */
  private boolean isClosed(String name) throws Exception {
    Pattern closed =
        Pattern.compile(Pattern.quote(name) + "\"\\s*:\\s*\\{[^}]*\"mode\"\\s*:\\s*\"0?600\"");
    try (Stream<Path> files = Files.list(folder.resolve("demo"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
        if (closed.matcher(Files.readString(file)).find()) {
          return true;
        }
      }
    }
    return false;
  }

  private void closeTab() throws Exception {
    console.run(() -> console.app().navigator().leave(ADDING));
    console.text();
  }

  private void finish() throws Exception {
    console.await("the end", () -> reads("The pool " + POOL + " is ready"));
    console.press("Open the pool");
    assertEquals(
        new Page.OfPool(HostEntry.DEMO.name(), new StorageId(POOL)),
        console.app().navigator().front().get());
  }

  @Test
  void aPoolWithANewKeyEndsWithACopyThatIsKnownToBeGood() throws Exception {
    toEncryption();
    console.press("Next");
    toReview();
    String secret = password();
    assertFalse(console.text().contains(secret));
    console.apply();
    console.await("custody", () -> reads("Keep the key of " + POOL + " safe"));
    assertPool(true);
    assertFalse(console.enabled("Done"));
    assertFalse(console.has("Later"));
    closeTab();
    assertTrue(console.app().navigator().pages().contains(ADDING), "the key is only on the host");
    console.run(() -> {
      try (KeyFile key = KeyFile.read(Files.readAllBytes(secret(POOL + ".enc")))) {
        Nodes.named(console.root(), TextArea.class, "Text of a copy")
            .setText(PaperKey.of(key, ZoneOffset.UTC).text("a page"));
      }
    });
    console.press("Check text");
    console.await("the verdict", () -> reads("Same key."));
    assertTrue(console.enabled("Done"));
    console.press("Done");
    finish();
    assertNotNull(record().verified());
    assertNull(record().waived());
    String key = Files.readString(secret(POOL + ".enc"), StandardCharsets.UTF_8);
    assertTrue(key.contains(record().key()), "the record names the key that the host has");
  }

  @Test
  void goingOnWithoutACopyIsRecorded() throws Exception {
    toEncryption();
    console.press("Next");
    toReview();
    console.apply();
    console.await("custody", () -> reads("Keep the key of " + POOL + " safe"));
    console.run(() ->
        Nodes.find(console.root(), TitledPane.class, p -> p.getText().startsWith("Go on"))
            .orElseThrow()
            .setExpanded(true));
    console.enter("Type: ", "I go on without a copy of this key");
    console.press("Go on without a copy");
    console.await("the record", () -> reads("Done without a copy"));
    console.press("Done");
    finish();
    assertNotNull(record().waived());
    assertNull(record().verified());
  }

  @Test
  void theKeyOfAnotherPoolCanBeLeftLater() throws Exception {
    toEncryption();
    way("Use the key of another pool");
    console.await("the pool with a key", () -> reads("vault on "));
    console.press("Next");
    toReview();
    console.apply();
    console.await("custody", () -> reads("Keep the key of " + POOL + " safe"));
    assertPool(true);
    assertEquals(
        Files.readString(secret("vault.enc")).strip(),
        Files.readString(secret(POOL + ".enc")).strip());
    console.press("Later");
    finish();
  }

  @Test
  void aPoolCanGoWithoutAKey() throws Exception {
    toEncryption();
    way("Do not encrypt");
    console.press("Next");
    console.await("the rules, as there is no key to lock", () -> reads("Keep daily"));
    console.enter("Keep daily", "7");
    console.press("Next");
    console.apply();
    finish();
    assertPool(false);
    assertEquals(List.of(), console.app().preferences().keys().all());
  }

  @Test
  void anUnknownCertificateWantsToBeCompared() throws Exception {
    config(config().replaceAll("\tfingerprint [0-9a-f:]+\n", ""));
    console.await(
        "the change",
        () ->
            console
                .host()
                .known()
                .flatMap(s -> s.config().section("vault"))
                .filter(s -> !s.values().containsKey("fingerprint"))
                .isPresent());
    place();
    console.press("Next");
    assertTrue(reads("Compare the fingerprint first."), console.text());
    console.run(() ->
        Nodes.find(console.root(), CheckBox.class, b -> b.getText().startsWith("I have compared"))
            .orElseThrow()
            .setSelected(true));
    console.press("Next");
    assertTrue(reads("The account that the host makes backups with"), console.text());
  }

  @Test
  void aCertificateThatAnotherPoolDoesNotKnowIsRefused() throws Exception {
    String pin = "00:".repeat(31) + "00";
    config(config().replaceFirst("\tfingerprint [0-9a-f:]+", "\tfingerprint " + pin));
    console.await(
        "the change",
        () ->
            console
                .host()
                .known()
                .flatMap(s -> s.config().section("vault"))
                .filter(s -> pin.equals(s.values().get("fingerprint")))
                .isPresent());
    place();
    assertTrue(reads("with another certificate: " + pin), console.text());
    console.press("Next");
    assertTrue(reads("There is no way on with this certificate."), console.text());
    assertFalse(reads("The account that the host makes backups with"));
  }

  @Test
  void aChangedPasswordIsTriedBeforeTheHostGetsIt() throws Exception {
    String right = password();
    console.open(new Page.EditPool(HostEntry.DEMO.name(), new StorageId("vault")));
    assertTrue(reads("changed on the pool's Keys tab"), console.text());
    console.enter("Password", "wrong");
    console.press("Review");
    console.await("the server's own words", () -> reads("authentication failed"));
    assertFalse(console.has("Apply"));
    assertFalse(console.has("Review without having tried it"));
    assertEquals(right, password());
    console.enter("Password", right);
    console.press("Review");
    console.apply();
    assertEquals(right, password());
  }

  @Test
  void aFingerprintThatTheServerDoesNotShowIsRefused() throws Exception {
    String before = config();
    console.open(new Page.EditPool(HostEntry.DEMO.name(), new StorageId("vault")));
    choose("Fingerprint", "00:".repeat(31) + "00");
    console.press("Review");
    console.await("the refusal", () -> reads("showed another certificate"));
    assertFalse(console.has("Apply"));
    assertEquals(before, config());
  }
}
