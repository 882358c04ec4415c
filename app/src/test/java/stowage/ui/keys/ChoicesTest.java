package stowage.ui.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.PasswordField;
import javafx.scene.control.RadioButton;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stowage.exec.Secret;
import stowage.pbs.KeyFile;
import stowage.pbs.MasterKey;
import stowage.ui.Nodes;
import stowage.ui.Screen;

/** What somebody chooses for a new pool's backups, and what comes of it. */
class ChoicesTest {
  @TempDir Path folder;
  private final Desks.Fake outside = new Desks.Fake();
  private final List<Exception> unexpected = new ArrayList<>();

  @AfterEach
  void nothingUnexpected() {
    assertEquals(List.of(), unexpected);
  }

  private KeyChoice keys() throws Exception {
    return Screen.on(
        () -> new KeyChoice(Desks.desk(folder, Locale.ENGLISH, unexpected::add), outside));
  }

  private MasterChoice masters() throws Exception {
    return Screen.on(
        () -> new MasterChoice(Desks.desk(folder, Locale.ENGLISH, unexpected::add), outside));
  }

  private static void choose(Node node, String way) throws Exception {
    Screen.on(() -> {
      StackPane root = new StackPane(node);
      new Scene(root, 760, 900).snapshot(null);
      Nodes.named(root, RadioButton.class, way).setSelected(true);
      return true;
    });
  }

  private static void press(Node node, String button) throws Exception {
    Screen.on(() -> {
      Nodes.press(node.getParent(), button);
      return true;
    });
  }

  private static void enter(Node node, String field, String text) throws Exception {
    Screen.on(() -> {
      Nodes.named(node.getParent(), PasswordField.class, field).setText(text);
      return true;
    });
  }

  private static <T> T done(Callable<Callable<T>> work) throws Exception {
    return Screen.on(work).call();
  }

  private static String text(byte[] pem) {
    return new String(pem, StandardCharsets.US_ASCII);
  }

  @Test
  void everyNewKeyIsAnotherOne() throws Exception {
    KeyChoice choice = keys();
    assertEquals(KeyChoice.Way.MAKE, choice.way());
    assertEquals(Optional.empty(), choice.missing());
    try (NewKey one = done(choice::work).orElseThrow();
        NewKey other = done(choice::work).orElseThrow();
        KeyFile first = one.file();
        KeyFile second = other.file()) {
      assertFalse(first.needsPassphrase());
      assertNotEquals(first.fingerprint(), second.fingerprint());
    }
  }

  @Test
  void aKeyThatIsBroughtLosesItsPassphrase() throws Exception {
    KeyChoice choice = keys();
    choose(choice.node(), "Use a key that I have");
    assertEquals(Optional.of("Choose a file first."), choice.missing());
    Path file = folder.resolve("mine.json");
    try (KeyFile locked = Desks.locked();
        Secret text = locked.compact(ZoneOffset.UTC)) {
      Files.write(file, text.reveal());
    }
    outside.open = List.of(file);
    press(choice.node(), "Choose file");
    assertEquals(Optional.empty(), choice.missing());
    assertThrows(Exception.class, () -> done(choice::work));
    enter(choice.node(), "Passphrase", "passphrase");
    try (NewKey key = done(choice::work).orElseThrow();
        KeyFile found = key.file();
        KeyFile expected = Desks.file()) {
      assertFalse(found.needsPassphrase());
      assertEquals(expected.fingerprint(), found.fingerprint());
    }
  }

  @Test
  void noKeyIsAChoiceAsWell() throws Exception {
    KeyChoice choice = keys();
    choose(choice.node(), "Do not encrypt");
    assertEquals(Optional.empty(), choice.missing());
    assertTrue(done(choice::work).isEmpty());
  }

  @Test
  void aPublicKeyComesFromAFile() throws Exception {
    MasterChoice choice = masters();
    assertTrue(done(choice::work).isEmpty());
    choose(choice.node(), "A public key from a file");
    assertEquals(Optional.of("Choose a file first."), choice.missing());
    Path file = folder.resolve("master-public.pem");
    try (MasterKey pair = MasterKey.generate()) {
      Files.write(file, pair.publicKey().pem());
    }
    outside.open = List.of(file);
    press(choice.node(), "Choose public key");
    MasterChoice.Chosen chosen = done(choice::work).orElseThrow();
    assertEquals(null, chosen.secretHalf());
    assertEquals(Files.readString(file).strip(), text(chosen.pem()).strip());
    Files.writeString(file, "no key");
    assertThrows(Exception.class, () -> done(choice::work));
  }

  @Test
  void aPairIsMadeOnceAndItsPrivateHalfIsHandedOver() throws Exception {
    MasterChoice choice = masters();
    choose(choice.node(), "Create a pair");
    assertTrue(choice.missing().isPresent(), "a passphrase is needed");
    enter(choice.node(), "Passphrase of the private half", "the master");
    enter(choice.node(), "Passphrase again", "the other");
    assertEquals(Optional.of("The passphrases differ."), choice.missing());
    enter(choice.node(), "Passphrase again", "the master");
    MasterChoice.Chosen made = done(choice::work).orElseThrow();
    try (Keepsake half = made.secretHalf()) {
      assertTrue(half != null && half.isMaster());
    }
    Screen.on(() -> {
      choice.made(made.pem());
      return true;
    });
    assertEquals(Optional.empty(), choice.missing());
    MasterChoice.Chosen again = done(choice::work).orElseThrow();
    assertEquals(null, again.secretHalf());
    assertEquals(text(made.pem()), text(again.pem()));
  }
}
