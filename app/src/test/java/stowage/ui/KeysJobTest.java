package stowage.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.TitledPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stowage.config.StorageId;
import stowage.settings.Choices;
import stowage.settings.HostEntry;
import stowage.settings.KeyRecord;
import stowage.ui.frame.Page;

/** The keys of a pool on the demo host, by the console's buttons and fields. */
class KeysJobTest {
  private static final StorageId POOL = new StorageId("vault");

  @TempDir Path folder;
  private OpenConsole console;

  @BeforeEach
  void open() throws Exception {
    console = new OpenConsole(folder, HostEntry.DEMO, Duration.ofSeconds(90));
    console.connect();
    console.open(new Page.OfPool(HostEntry.DEMO.name(), POOL));
    console.tab("Keys");
    console.await("the keys", () -> Nodes.text(console.root()).contains("Master key"));
  }

  @AfterEach
  void close() throws Exception {
    console.close();
  }

  private boolean reads(String text) {
    return Nodes.text(console.root()).contains(text);
  }

  private void waive() throws Exception {
    console.await("custody", () -> reads("Keep the key of vault"));
    assertFalse(console.enabled("Done"));
    console.run(() ->
        Nodes.find(console.root(), TitledPane.class, p -> p.getText().startsWith("Go on"))
            .orElseThrow()
            .setExpanded(true));
    console.enter("Type: ", "I go on without a copy of this key");
    console.press("Go on without a copy");
    console.await("the record", () -> reads("Done without a copy"));
    // An earlier key may have such a record, too.
    console.await(
        "the end", () -> !Nodes.named(console.root(), ButtonBase.class, "Done").isDisabled());
    console.press("Done");
  }

  private void replace() throws Exception {
    console.press("Replace by new key");
    assertFalse(console.enabled("Review"), "the pool's name comes first");
    console.enter("Type vault", "vault");
    console.press("Review");
    console.apply();
  }

  @Test
  void theKeyOfAHostIsShownToBeKept() throws Exception {
    assertTrue(reads("Backups are encrypted"));
    assertTrue(reads("No copy of this key was ever"));
    assertTrue(reads("Earlier keys"));
    console.press("Keep a copy");
    console.await("custody", () -> reads("Keep the key of vault"));
    console.press("Later");
    console.await("no drawer", () -> !reads("Keep the key of vault"));
    assertEquals(List.of(), console.app().preferences().keys().all());
  }

  @Test
  void aKeyIsReplacedRemovedAndMade() throws Exception {
    replace();
    waive();
    List<KeyRecord> records = console.app().preferences().keys().all();
    assertEquals(List.of("vault"), records.stream().map(KeyRecord::pool).toList());
    String first = records.getFirst().key();
    console.await("the new key", () -> reads(first));

    console.press("Remove key");
    assertFalse(console.enabled("Review"));
    console.enter("Type vault", "vault");
    console.press("Review");
    console.apply();
    console.await("no key", () -> reads("Backups are not encrypted"));
    assertTrue(reads(first), "it stays on the host");

    console.press("Create key");
    console.press("Review");
    console.apply();
    waive();
    console.await("the next key", () -> reads("Backups are encrypted"));
    assertEquals(2, console.app().preferences().keys().all().size());
  }

  @Test
  void neitherAnotherLanguageNorTheEndTakesAwayAKeyThatIsNotKeptYet() throws Exception {
    replace();
    console.await("custody", () -> reads("Keep the key of vault"));
    console.press("Remove key");
    assertTrue(reads("First finish what is shown beside"), "the key is kept first");
    assertTrue(reads("Keep the key of vault"));
    console.run(() ->
        console
            .app()
            .preferences()
            .change(console.app().preferences().choices().get().with(Choices.Language.KOREAN)));
    console.open(new Page.Fleet());
    assertFalse(Screen.on(() -> console.app().mayClose()));
    console.await("custody again", () -> reads("Keep the key of vault"));
    console.run(() -> console.app().start());
    waive();
    console.await("the language", () -> reads("전체 호스트"));
    assertTrue(Screen.on(() -> console.app().mayClose()));
  }

  @Test
  void aPairNeedsTheSamePassphraseTwice() throws Exception {
    console.press("Create pair");
    console.enter("Passphrase of the private half", "one of them");
    console.enter("Passphrase again", "another one");
    console.press("Create");
    console.await("the reason", () -> Nodes.text(console.root()).contains("differ"));
    console.enter("Passphrase again", "one of them");
    console.press("Create");
    console.await(
        "custody", () -> Nodes.text(console.root()).contains("Keep the private master key"));
    assertFalse(console.enabled("Done"), "the host gets it only once it is kept");
  }

  @Test
  void theInventoryListsThePool() throws Exception {
    console.open(new Page.Keys());
    console.await("the pool", () -> reads("vault"));
    assertTrue(reads("Keys of backups"));
    // Of the demo's seven guests the key of one is lost.
    console.await("what no key opens", () -> reads("12 of 84"));
    assertTrue(reads("Backups that no known key opens"));
    assertTrue(reads("vm/118/"), console.text());
  }

  @Test
  void aReadOnlyHostChangesNoKey() throws Exception {
    console.run(() ->
        console
            .app()
            .preferences()
            .change(console.app().preferences().choices().get().readOnly(true)));
    console.await(
        "locked buttons",
        () -> Nodes.named(console.root(), ButtonBase.class, "Remove key").isDisabled());
    assertTrue(console.enabled("Refresh"));
  }
}
