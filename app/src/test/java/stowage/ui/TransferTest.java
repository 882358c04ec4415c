package stowage.ui;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stowage.access.LocalFile;
import stowage.config.StorageId;
import stowage.settings.HostEntry;
import stowage.ui.frame.Page;
import stowage.ui.tasks.TaskModel;
import stowage.volume.Checksum;

/** Files and volumes that come and go, by the console's buttons and fields. */
class TransferTest {
  private static final StorageId LOCAL = new StorageId("local");

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

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(11).nextBytes(bytes);
    return bytes;
  }

  /** Where the demo host has what is below this directory of its own. */
  private Path onHost(String directory) {
    return folder.resolve("demo/root").resolve(directory);
  }

  private void contents(String type) throws Exception {
    console.open(new Page.OfPool("demo", LOCAL));
    console.tab("Content");
    console.await("the contents", () -> button(type).getText().startsWith(type));
    console.run(() -> button(type).fire());
    console.text();
  }

  private ButtonBase button(String begin) {
    return Nodes.find(console.root(), ButtonBase.class, b -> Nodes.name(b).startsWith(begin))
        .orElseThrow();
  }

  private void tick(String box) throws Exception {
    console.text();
    console.run(() -> Nodes.named(console.root(), CheckBox.class, box).setSelected(true));
  }

  private TaskModel newest() {
    return console.app().tasks().tasks().getFirst();
  }

  @Test
  void anUploadArrivesWholeAndReplacesOnlyWhenToldTo() throws Exception {
    byte[] data = random(300_000);
    Path image = Files.write(folder.resolve("my image.iso"), data);
    contents("ISO images");
    console.press("Upload");
    console.enter("File on this computer", folder.resolve("nothing.iso").toString());
    console.press("Review");
    console.await("a word about it", () -> Nodes.text(console.root()).contains("There is no file"));
    console.enter("File on this computer", image.toString());
    console.enter("Checksum", "0".repeat(64));
    console.press("Review");
    console.await(
        "the checksum it has", () -> Nodes.text(console.root()).contains(sum(image).hex()));
    console.enter("Checksum", sum(image).hex());
    console.press("Review");
    console.apply();
    Path there = onHost("var/lib/vz/template/iso/my_image.iso");
    assertArrayEquals(data, Files.readAllBytes(there));
    console.await("it in the list", () -> listed("iso/my_image.iso"));

    byte[] other = random(1000);
    Files.write(image, other);
    console.press("Upload");
    console.enter("File on this computer", image.toString());
    console.press("Review");
    console.await("the refusal", () -> Nodes.text(console.root()).contains("exists already"));
    assertArrayEquals(data, Files.readAllBytes(there));
    tick("Replace a file of that name on the pool");
    console.press("Review");
    console.apply();
    assertArrayEquals(other, Files.readAllBytes(there));
  }

  private static Checksum sum(Path file) throws Exception {
    return LocalFile.checksum(file, Checksum.Algorithm.SHA256);
  }

  private boolean listed(String name) {
    return console.volumes().getItems().stream().anyMatch(v -> v.id().name().equals(name));
  }

  @Test
  void anUploadThatWasCutOffGoesOnWhereItWas() throws Exception {
    byte[] data = random(4 << 20);
    Path image = Files.write(folder.resolve("cut.iso"), data);
    contents("ISO images");
    console.press("Upload");
    console.enter("File on this computer", image.toString());
    console.press("Review");
    console.await("the review", () -> console.has("Apply"));
    console.run(() -> {
      Nodes.press(console.root(), "Apply");
      // Before the first byte, so that there is nothing to chance.
      console.app().tasks().cut(newest());
    });
    console.await("the end", () -> !newest().running());
    String said = console.text();
    assertTrue(said.contains("Stopped. The pool is as before."), said);
    Path there = onHost("var/lib/vz/template/iso/cut.iso");
    assertFalse(Files.exists(there));
    // As far as an earlier one came.
    String mark = sum(image).hex().substring(0, 8);
    Files.write(there.resolveSibling("cut.iso." + mark + ".part"), Arrays.copyOf(data, 2 << 20));
    console.press("Try again");
    console.await("the review", () -> console.has("Apply"));
    assertTrue(console.text().contains(" are on the host already"), console.text());
    console.apply();
    assertArrayEquals(data, Files.readAllBytes(there));
    assertEquals(2 << 20, newest().flow().orElseThrow().passed());
  }

  @Test
  void aSnippetIsOutOfSightUntilItIsWhole() throws Exception {
    Path file = Files.writeString(folder.resolve("cloud.yaml"), "#cloud-config\n");
    contents("Snippets");
    console.press("Upload");
    console.enter("File on this computer", file.toString());
    console.press("Review");
    console.await("the review", () -> console.has("Apply"));
    assertTrue(console.text().contains("/var/lib/vz/snippets/.cloud.yaml."), console.text());
    console.apply();
    assertEquals("#cloud-config\n", Files.readString(onHost("var/lib/vz/snippets/cloud.yaml")));
  }

  @Test
  void aDownloadGoesOnAndAsksBeforeItReplaces() throws Exception {
    byte[] data = random(500_000);
    Path image = Files.write(folder.resolve("there.iso"), data);
    contents("ISO images");
    console.press("Upload");
    console.enter("File on this computer", image.toString());
    console.press("Review");
    console.apply();
    console.choose("the image", v -> v.id().name().equals("iso/there.iso"));
    Path back = folder.resolve("back.iso");
    Files.writeString(back, "old");
    Files.write(folder.resolve("back.iso.part"), Arrays.copyOf(data, 200_000));
    console.press("Download");
    console.enter("File to keep it in", back.toString());
    console.await("what is there", () -> console.has("Replace the file that is there"));
    assertTrue(console.has("Go on where the last download broke off (195 KiB are here)"));
    console.press("Review");
    console.await("the question", () -> Nodes.text(console.root()).contains("exists already"));
    tick("Replace the file that is there");
    console.press("Review");
    console.await("the end", () -> console.has("Done"));
    assertEquals(300_000, newest().flow().orElseThrow().passed());
    console.press("Done");
    assertArrayEquals(data, Files.readAllBytes(back));
    assertFalse(Files.exists(folder.resolve("back.iso.part")));
  }

  @Test
  void aDownloadOfSomethingElseIsNotTakenForTheFile() throws Exception {
    byte[] data = random(5000);
    Path image = Files.write(folder.resolve("true.iso"), data);
    contents("ISO images");
    console.press("Upload");
    console.enter("File on this computer", image.toString());
    console.press("Review");
    console.apply();
    console.choose("the image", v -> v.id().name().equals("iso/true.iso"));
    Files.write(folder.resolve("false.iso.part"), new byte[1000]);
    console.press("Download");
    console.enter("File to keep it in", folder.resolve("false.iso").toString());
    console.await(
        "what is there",
        () ->
            Nodes.find(console.root(), CheckBox.class, b -> b.getText().startsWith("Go on where"))
                .isPresent());
    console.press("Review");
    console.await("the end", () -> console.has("Try again"));
    assertTrue(console.text().contains(sum(image).hex()), console.text());
    assertFalse(Files.exists(folder.resolve("false.iso")));
    console.press("Try again");
    console.await("the end", () -> console.has("Done"));
    assertArrayEquals(data, Files.readAllBytes(folder.resolve("false.iso")));
  }

  @Test
  void theHostFetchesByItself() throws Exception {
    contents("ISO images");
    console.press("Download from URL");
    console.enter("Address", "https://example.net/images/small.iso?x=1");
    console.press("Review");
    console.await("the review", () -> console.has("Apply"));
    assertTrue(console.text().contains("/usr/bin/wget"), console.text());
    console.apply();
    console.await("it in the list", () -> listed("iso/small.iso"));
    console.press("Download from URL");
    console.enter("Address", "https://example.net/third.iso");
    console.enter("Checksum", "0".repeat(64));
    console.press("Review");
    console.await("the review", () -> console.has("Apply"));
    console.press("Apply");
    console.await("the end", () -> console.has("Try again"));
    assertFalse(Files.exists(onHost("var/lib/vz/template/iso/third.iso")));
  }

  @Test
  void anImageLosesItsCompressionAndATemplateDoesNot() throws Exception {
    contents("ISO images");
    console.press("Download from URL");
    console.enter("Address", "https://example.net/c.tar.zst");
    assertEquals("", packing());
    console.enter("Address", "https://example.net/live.iso.zst");
    assertEquals("zstd", packing());
    console.press("Review");
    console.await("the review", () -> console.has("Apply"));
    assertTrue(console.text().contains("zstd -q -d --rm"), console.text());
    console.apply();
    console.await("it in the list", () -> listed("iso/live.iso"));
  }

  private Object packing() throws Exception {
    return Screen.on(() -> Nodes.named(console.root(), ComboBox.class, "Unpack").getValue());
  }

  @Test
  void aVolumeIsSentToAnotherPoolAndAnotherHost() throws Exception {
    HostEntry second =
        new HostEntry(
            "second",
            "",
            HostEntry.Origin.DEMO,
            HostEntry.DEMO.address(),
            HostEntry.DEMO.login(),
            false);
    console.run(() -> console.app().fleet().add(second).refresh());
    console.await(
        "the second host",
        () -> console.app().fleet().host("second").orElseThrow().host().isPresent());
    console.content(new StorageId("local-lvm"));
    console.press("New disk");
    console.enter("Guest", "905");
    console.enter("Size", "4M");
    console.press("Review");
    console.apply();
    console.choose("the disk", v -> v.id().name().equals("vm-905-disk-0"));
    console.press("Send");
    pick("second");
    pick("nas-vm");
    console.press("Review");
    console.await("the review", () -> console.has("Apply"));
    assertTrue(console.text().contains("demo sends it with:"), console.text());
    console.apply();
    assertEquals("second", Screen.on(() -> newest().host()));
    assertEquals(4 << 20, newest().flow().orElseThrow().passed());
    console.content(new StorageId("nas-vm"));
    console.await("it on the other pool", () -> listed("905/vm-905-disk-0.raw"));
  }

  @Test
  void aFileIsSentWithoutAGuest() throws Exception {
    byte[] data = random(300_000);
    Path image = Files.write(folder.resolve("goes.iso"), data);
    contents("ISO images");
    console.press("Upload");
    console.enter("File on this computer", image.toString());
    console.press("Review");
    console.apply();
    console.choose("the image", v -> v.id().name().equals("iso/goes.iso"));
    assertTrue(console.enabled("Send"));
    console.press("Send");
    console.await("the form", () -> Nodes.text(console.root()).contains("Send iso/goes.iso"));
    assertFalse(
        Nodes.find(console.root(), TextField.class, f -> "Guest".equals(Nodes.name(f))).isPresent(),
        "a file is nobody's");
    pick("cephfs");
    console.press("Review");
    console.await("the review", () -> console.has("Apply"));
    assertTrue(console.text().contains("/usr/bin/perl - iso /mnt/pve/cephfs/"), console.text());
    console.apply();
    assertEquals(300_000, newest().flow().orElseThrow().passed());
    // Once more, it is there.
    console.press("Send");
    pick("cephfs");
    console.press("Review");
    console.await("the refusal", () -> Nodes.text(console.root()).contains("exists already"));
    console.press("Cancel");
    contents("Backups");
    assertFalse(
        Nodes.find(console.root(), ButtonBase.class, b -> Nodes.name(b).equals("Send"))
            .isPresent());
  }

  /** Chooses it in the box that has it. */
  private void pick(String choice) throws Exception {
    console.run(() -> {
      for (var node : Nodes.all(console.root())) {
        if (node instanceof ComboBox<?> box) {
          for (int i = 0; i < box.getItems().size(); i++) {
            if (choice.equals(String.valueOf(box.getItems().get(i)))) {
              box.getSelectionModel().select(i);
            }
          }
        }
      }
    });
  }

  @Test
  void whatCannotBeDoneIsThereWithItsReason() throws Exception {
    console.content(new StorageId("local-lvm"));
    assertFalse(console.enabled("Upload"));
    assertEquals("The pool holds disks only, no files.", why("Upload"));
    assertEquals(why("Upload"), why("Download from URL"));
    console.choose("a disk", v -> v.id().name().equals("vm-100-disk-0"));
    assertFalse(console.enabled("Download"));
    assertTrue(why("Download").contains("is no file"), why("Download"));
    assertTrue(console.enabled("Send"));
    console.run(() ->
        console
            .app()
            .preferences()
            .change(console.app().preferences().choices().get().readOnly(true)));
    assertEquals("Read-only mode: nothing can be changed.", why("Send"));
  }

  private String why(String button) {
    return Nodes.named(console.root(), ButtonBase.class, button).getAccessibleHelp();
  }
}
