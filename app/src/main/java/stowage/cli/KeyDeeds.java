package stowage.cli;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import stowage.exec.Secret;
import stowage.message.Message;
import stowage.pbs.Fingerprint;
import stowage.pbs.KeyFile;
import stowage.pbs.PbsException;
import stowage.settings.KeyRecord;
import stowage.settings.KeyRecords;

/** Remembers what was done for the keys of pools, where the console's key desk looks, too. */
record KeyDeeds(KeyRecords records, Output output) {

  static KeyDeeds of(Session session) {
    return new KeyDeeds(KeyRecords.beside(session.settings()), session.output());
  }

  /**
   * That it can't be noted is said, and is no reason to let what was done look undone.
   *
   * @param host as the user calls it
   * @param key a key file; stays the caller's
   */
  void note(String host, String pool, Secret key, KeyRecord.Deed... deeds) {
    byte[] bytes = key.reveal();
    try {
      note(host, pool, bytes, deeds);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  void note(String host, String pool, byte[] key, KeyRecord.Deed... deeds) {
    try (KeyFile file = KeyFile.read(key)) {
      String name = file.identity().map(Fingerprint::text).orElse(KeyRecord.UNNAMED);
      for (KeyRecord.Deed deed : deeds) {
        records.note(host, pool, name, deed, Instant.now());
      }
    } catch (PbsException _) {
      // What can't be read as a key has no line at the desk either.
    } catch (IOException e) {
      output.note(output.words().say("cli.key.not-recorded", pool, host, e.toString()));
    }
  }

  /** What was done for this key, wherever it is in use. */
  Optional<KeyRecord> known(Fingerprint key) {
    try {
      return records.of("", "", key.text());
    } catch (IOException e) {
      output.once(Message.of("cli.key.records-unreadable", e.toString()));
      return Optional.empty();
    }
  }
}
