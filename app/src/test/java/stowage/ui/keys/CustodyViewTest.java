package stowage.ui.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.pbs.PaperKey;
import stowage.settings.Choices;
import stowage.settings.KeyRecords;
import stowage.text.Texts;
import stowage.ui.Nodes;
import stowage.ui.OpenDemo;
import stowage.ui.Screen;
import stowage.ui.frame.Desk;
import stowage.ui.look.Theme;
import stowage.words.Words;

/** A key on its way to a safe place, by the buttons and fields that lead there. */
class CustodyViewTest {
  @TempDir Path folder;
  private final Desks.Fake outside = new Desks.Fake();
  private final List<String> events = new ArrayList<>();
  private final List<Exception> unexpected = new ArrayList<>();
  private Optional<CustodyView> opened = Optional.empty();
  private Optional<Scene> scene = Optional.empty();

  @BeforeEach
  void open() throws Exception {
    open(Locale.ENGLISH);
  }

  private void open(Locale language) throws Exception {
    Screen.on(() -> {
      Desk desk = Desks.desk(folder, language, unexpected::add);
      Custody custody =
          Desks.custody(Desks.keepsake(Desks.file()), new KeyRecords(folder.resolve("keys.json")));
      CustodyView view =
          new CustodyView(
              desk, custody, outside, () -> events.add("done"), () -> events.add("later"));
      Scene made = new Scene(view.node(), 760, 900);
      Theme.apply(Choices.Theme.LIGHT);
      Theme.dress(made);
      made.snapshot(null);
      opened = Optional.of(view);
      scene = Optional.of(made);
      return true;
    });
    Screen.settle();
  }

  @AfterEach
  void close() throws Exception {
    Screen.on(() -> {
      opened.orElseThrow().close();
      return true;
    });
    assertEquals(List.of(), unexpected);
  }

  private Parent root() {
    scene.orElseThrow().snapshot(null);
    return scene.orElseThrow().getRoot();
  }

  private String text() throws Exception {
    return Screen.on(() -> Nodes.text(root()));
  }

  private void press(String button) throws Exception {
    Screen.on(() -> {
      Nodes.press(root(), button);
      return true;
    });
  }

  private void await(String said) throws Exception {
    OpenDemo.await(() -> Nodes.text(root()).contains(said));
  }

  private boolean mayFinish() throws Exception {
    return Screen.on(() -> !Nodes.named(root(), ButtonBase.class, "Done").isDisabled());
  }

  private void paste(String text) throws Exception {
    Screen.on(() -> {
      Nodes.named(root(), TextArea.class, "Text of a copy").setText(text);
      return true;
    });
    press("Check text");
  }

  @Test
  void nothingIsDoneBeforeACopyIsKnown() throws Exception {
    await("0e:ab:d4");
    assertFalse(mayFinish());
    assertTrue(text().contains("Save the key to a file, or check a copy of it, first."));
    press("Later");
    assertEquals(List.of("later"), events);
  }

  @Test
  void aSavedFileIsEnough() throws Exception {
    outside.save = Optional.of(folder.resolve("vault.key"));
    press("Save key");
    await("read back and found to be the same");
    await("A good copy exists.");
    assertEquals(List.of("stowage-pve1-vault.key"), outside.names);
    assertTrue(Files.readString(folder.resolve("vault.key")).contains(Desks.SECRET));
    assertTrue(mayFinish());
    press("Done");
    assertEquals(List.of("done"), events);
  }

  @Test
  void aFileThatCannotBeWrittenSaysSo() throws Exception {
    outside.save = Optional.of(folder.resolve("no/folder/vault.key"));
    press("Save key");
    await("There is no " + folder.resolve("no/folder"));
    assertFalse(mayFinish());
  }

  @Test
  void copyingIsNotEnoughAndTheClipboardIsCleared() throws Exception {
    press("Copy key");
    String copied = Screen.on(() -> Clipboard.getSystemClipboard().getString());
    assertTrue(copied.contains(Desks.SECRET));
    assertFalse(mayFinish());
    paste(copied);
    await("pasting it proves nothing");
    assertFalse(mayFinish());
    Screen.on(() -> {
      opened.orElseThrow().close();
      return true;
    });
    assertNotEquals(copied, Screen.on(() -> Clipboard.getSystemClipboard().getString()));
  }

  @Test
  void whatSomebodyElseCopiedStays() throws Exception {
    press("Copy key");
    Screen.on(() -> {
      ClipboardContent other = new ClipboardContent();
      other.putString("something else");
      Clipboard.getSystemClipboard().setContent(other);
      opened.orElseThrow().close();
      return true;
    });
    assertEquals("something else", Screen.on(() -> Clipboard.getSystemClipboard().getString()));
  }

  @Test
  void pastedTextIsJudged() throws Exception {
    press("Check text");
    await("Paste the text of the copy first.");
    paste("no key at all");
    await("There is no key in this.");
    paste(PaperKey.of(Desks.other(), ZoneOffset.UTC).text(null));
    await("This is a key, but not this one.");
    assertFalse(mayFinish());
    paste(PaperKey.of(Desks.file(), ZoneOffset.UTC).text("x"));
    await("Same key.");
    assertTrue(mayFinish());
    assertEquals(
        "", Screen.on(() -> Nodes.named(root(), TextArea.class, "Text of a copy").getText()));
  }

  @Test
  void thePaperIsSavedInEveryFormAndThePdfPassesTheDrill() throws Exception {
    press("Paper key");
    for (String form : List.of("text", "HTML", "PDF")) {
      Path to = folder.resolve("paper." + form);
      outside.save = Optional.of(to);
      awaitPreview();
      press("Save as " + form);
      await("Saved: " + to);
    }
    assertEquals(
        List.of(
            "stowage-pve1-vault.paper.txt",
            "stowage-pve1-vault.paper.html",
            "stowage-pve1-vault.paper.pdf"),
        outside.names);
    assertTrue(Files.readString(folder.resolve("paper.text")).contains("BEGIN PROXMOX BACKUP KEY"));
    assertTrue(Files.readString(folder.resolve("paper.HTML")).startsWith("<!DOCTYPE html>"));
    press("Back");
    assertFalse(mayFinish(), "it has not been checked");
    outside.open = List.of(folder.resolve("paper.PDF"));
    press("Check picture or PDF");
    await("Same key.");
    assertTrue(mayFinish());
    outside.open = List.of(folder.resolve("paper.text"));
    press("Check picture or PDF");
    await("Same key.");
  }

  @Test
  void printingSaysWhenThereIsNoPrinter() throws Exception {
    press("Paper key");
    awaitPreview();
    press("Print");
    await("This computer has no printer.");
    outside.printer = true;
    press("Print");
    await("Handed to the printer.");
    assertEquals(1, outside.printed.size());
    Screen.on(() -> {
      Nodes.find(root(), ComboBox.class, _ -> true).orElseThrow().getSelectionModel().select(1);
      return true;
    });
    OpenDemo.await(() -> {
      root();
      return preview().getLayoutBounds().getHeight() < 800;
    });
  }

  private void awaitPreview() throws Exception {
    OpenDemo.await(() -> Nodes.find(root(), PaperDrawing.class, _ -> true).isPresent());
  }

  private PaperDrawing preview() {
    return Nodes.find(root(), PaperDrawing.class, _ -> true).orElseThrow();
  }

  @Test
  void theWaiverTakesAWholeSentence() throws Exception {
    Screen.on(() -> {
      Nodes.find(root(), TitledPane.class, _ -> true).orElseThrow().setExpanded(true);
      return true;
    });
    type("yes");
    press("Go on without a copy");
    await("This is not the sentence.");
    assertFalse(mayFinish());
    type("I go on without a copy of this key");
    press("Go on without a copy");
    await("No copy is known. You go on without one.");
    await("Done without a copy");
    assertTrue(mayFinish());
  }

  private void type(String sentence) throws Exception {
    Screen.on(() -> {
      Nodes.find(root(), TextField.class, f -> Nodes.name(f).startsWith("Type: "))
          .orElseThrow()
          .setText(sentence);
      return true;
    });
  }

  /** The preview is made of outlines; nothing that can be read aloud holds the key. */
  @ParameterizedTest
  @ValueSource(strings = {"en", "ko"})
  void noTextAndNoNameShowsTheKey(String language) throws Exception {
    open(Locale.of(language));
    press(new Words(Texts.of(Locale.of(language))).say("ui-keys.paper-open"));
    awaitPreview();
    Screen.on(() -> {
      for (Node node : Nodes.all(root())) {
        String said = Nodes.name(node) + node.getAccessibleHelp() + node;
        assertFalse(said.contains(Desks.SECRET.substring(0, 8)), said);
        assertFalse(said.contains("!ui"), said);
        if (node instanceof ButtonBase) {
          assertFalse(Nodes.name(node).isBlank(), node.toString());
        }
      }
      return true;
    });
  }

  @Test
  void theKeyIsWipedWhenTheViewIsClosed() throws Exception {
    Custody custody =
        Desks.custody(Desks.keepsake(Desks.file()), new KeyRecords(folder.resolve("k.json")));
    custody.close();
    assertThrows(IllegalStateException.class, () -> custody.key().shown());
    assertThrows(IllegalStateException.class, () -> custody.paper(ZoneOffset.UTC));
  }
}
