package stowage.ui.keys;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import javafx.scene.Node;
import stowage.exec.Secret;
import stowage.host.Host;
import stowage.host.Keys;
import stowage.ui.frame.Desk;

/** Asks with which key the backups of a new pool are to be encrypted, if with any. */
public final class KeyChoice {
  private final Desk desk;
  private final KeyUpload upload;
  private final KnownChoice<Keys.Lying> known;
  private final Options<Way> ways = new Options<>();

  /** Where the key comes from. */
  public enum Way {
    MAKE,
    UPLOAD,
    /** Another pool has it, and copies of it may be known already. */
    KNOWN,
    NONE
  }

  public KeyChoice(Desk desk, Outside outside) {
    this.desk = desk;
    upload = new KeyUpload(desk, outside);
    known =
        new KnownChoice<>(
            desk,
            desk.say("ui-keys.known"),
            // Backup jobs ask nobody for a passphrase.
            pool -> pool.key() != null && pool.key().kdf().equals("none") ? pool.key() : null,
            key ->
                key.fingerprint() == null
                    ? desk.say("ui-keys.unnamed")
                    : key.fingerprint().brief());
    add(Way.MAKE, "ui-keys.way-make");
    add(Way.UPLOAD, "ui-keys.way-upload", upload);
    add(Way.KNOWN, "ui-keys.way-known", known);
    add(Way.NONE, "ui-keys.way-none");
    ways.when(Way.KNOWN, known::load);
  }

  private void add(Way way, String key) {
    ways.add(way, desk.say(key), desk.say(key + "-text"));
  }

  private void add(Way way, String key, Node more) {
    ways.add(way, desk.say(key), desk.say(key + "-text"), more);
  }

  public Node node() {
    return ways;
  }

  public Way way() {
    return ways.chosen();
  }

  /** What is still missing, in words; empty for nothing. */
  public Optional<String> missing() {
    return switch (ways.chosen()) {
      case UPLOAD ->
          upload.files().isEmpty()
              ? Optional.of(desk.say("ui-keys.upload-first"))
              : Optional.empty();
      case KNOWN ->
          known.chosen() == null ? Optional.of(desk.say("ui-keys.known-first")) : Optional.empty();
      case MAKE, NONE -> Optional.empty();
    };
  }

  /** Work that makes, reads or fetches the key, off the screen's thread. Nothing may be missing. */
  public Callable<Optional<NewKey>> work() {
    return switch (ways.chosen()) {
      case MAKE -> () -> Optional.of(NewKey.made());
      case UPLOAD -> {
        List<Path> files = upload.files();
        Secret passphrase = upload.passphrase();
        yield () -> {
          try (passphrase) {
            return Optional.of(NewKey.read(files, passphrase));
          }
        };
      }
      case KNOWN -> {
        KnownChoice.Known<Keys.Lying> chosen = known.chosen();
        if (chosen == null) {
          yield () -> Optional.empty();
        }
        Host open = chosen.open();
        yield () -> {
          try (Secret text = open.keys().text(chosen.what())) {
            return Optional.of(NewKey.of(text));
          }
        };
      }
      case NONE -> () -> Optional.empty();
    };
  }

  /** Why the key could not be had, in words. */
  public String reason(Exception why) {
    return Reasons.say(desk.words(), why);
  }

  public void focus() {
    ways.requestFocus();
  }

  public void wipe() {
    upload.wipe();
  }
}
