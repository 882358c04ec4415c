package stowage.ui.keys;

import java.util.Optional;
import javafx.scene.control.PasswordField;
import javafx.scene.layout.VBox;
import stowage.exec.Secret;
import stowage.pbs.MasterKey;
import stowage.pbs.PbsException;
import stowage.pbs.Protection;
import stowage.ui.form.Field;
import stowage.ui.frame.Desk;
import stowage.ui.look.Look;

/** A master key to be made, with the passphrase that closes its private half. */
final class MasterPair extends VBox {
  private final PasswordField passphrase = new PasswordField();
  private final PasswordField again = new PasswordField();

  /**
   * @param pem of the public half
   */
  record Made(Keepsake secretHalf, byte[] pem) {}

  MasterPair(Desk desk) {
    super(16);
    getChildren()
        .setAll(
            Look.text(desk.say("ui-keys.pair-text")),
            new Field(
                desk.say("ui-keys.pair-passphrase"),
                passphrase,
                desk.say("ui-keys.pair-passphrase-help", Protection.SHORTEST_PASSPHRASE)),
            new Field(desk.say("ui-keys.pair-again"), again, ""));
  }

  /** Key of the words for what is wrong with the passphrase; empty for nothing. */
  Optional<String> problem() {
    if (!passphrase.getText().equals(again.getText())) {
      return Optional.of("ui-keys.pair-differ");
    }
    return passphrase.getText().length() < Protection.SHORTEST_PASSPHRASE
        ? Optional.of("ui-keys.pair-short")
        : Optional.empty();
  }

  /** The caller closes it. */
  Secret passphrase() {
    return KeyUpload.secret(passphrase);
  }

  /** Takes some seconds. */
  static Made make(Secret passphrase) throws PbsException {
    try (passphrase;
        MasterKey key = MasterKey.generate()) {
      return new Made(Keepsake.of(key, passphrase), key.publicKey().pem());
    }
  }

  void wipe() {
    passphrase.clear();
    again.clear();
  }
}
