package stowage.ui;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stowage.config.StorageId;
import stowage.settings.HostEntry;

/** Clones, copies, templates and who uses what, in the whole console on the demo host. */
class FamilyTest {
  @TempDir Path folder;
  private OpenConsole console;

  @BeforeEach
  void open() throws Exception {
    console = new OpenConsole(folder, HostEntry.DEMO, Duration.ofMinutes(2));
    console.connect();
  }

  @AfterEach
  void close() throws Exception {
    console.close();
  }

  @Test
  void aTemplateIsClonedAndTheCloneCopied() throws Exception {
    console.content(new StorageId("tank-vm"));
    choose("base-126-disk-0");
    assertFalse(console.enabled("Template"), "it is one already");
    assertFalse(console.enabled("Rename"), "clones refer to it");
    console.press("Clone");
    console.enter("Guest", "x");
    console.press("Review");
    assertTrue(console.text().contains("Clone base-126-disk-0"), "still at the form");
    console.enter("Guest", "900");
    console.press("Review");
    console.apply();
    choose("base-126-disk-0/vm-900-disk-0");
    console.press("Copy");
    console.enter("Name", "vm-900-copy");
    console.press("Review");
    console.apply();
    choose("vm-900-copy");
    console.press("Template");
    console.apply();
    choose("base-900-copy");
  }

  @Test
  void goingOnInSpiteOfAGuestIsADecisionOfItsOwn() throws Exception {
    console.content(new StorageId("local-lvm"));
    choose("vm-100-disk-0");
    assertTrue(console.text().contains("100 (dc1)"), "who uses it");
    console.press("Rename");
    console.enter("Guest", "901");
    console.press("Review");
    console.await("the question", () -> console.has("Go on in spite of it"));
    assertTrue(console.text().contains("100 (dc1)"));
    console.press("Go on in spite of it");
    console.await("the review", () -> console.has("Apply"));
    assertFalse(
        console.enabled("Apply"), "nothing is taken from a guest before the name was typed");
    String review = console.text();
    assertTrue(review.contains("Guest 100 (dc1) has vm-100-disk-0 in its configuration"), review);
    console.enter("Type vm-100-disk-0", "vm-100-disk-0");
    console.apply();
    choose("vm-901-disk-0");
  }

  @Test
  void volumesThatNobodyUsesAreSearchedForWhenAsked() throws Exception {
    console.tab("Unused volumes");
    console.press("Search");
    console.await("what was searched", () -> Nodes.text(console.root()).contains("32 guests"));
    String found = console.text();
    assertTrue(found.contains("nas-vm:140/vm-140-disk-0.qcow2"), found);
    assertTrue(found.contains("There is no guest 140"), found);
  }

  private void choose(String name) throws Exception {
    console.choose(name, volume -> volume.id().name().equals(name));
  }
}
