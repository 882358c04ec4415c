package stowage.pbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static stowage.pbs.Refusals.refused;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stowage.pbs.Manifest.Verdict;
import stowage.pbs.PbsException.Reason;
import tools.jackson.databind.JsonNode;

/** A key that is lost comes back out of a backup, with the master key. */
class ClosedKeyTest {
  private static final String BACKUP = "vm/100/1970-01-01T00:00:01Z";
  private static final String CONFIG = "qemu-server.conf.blob";
  private static final Instant MADE = Instant.parse("2025-01-02T03:04:05Z");
  private static MasterKey master;

  private final StoredBackup backup = new StoredBackup();
  private EncryptionKey key;

  @BeforeAll
  static void readTheKnownKey() throws PbsException {
    JsonNode rsa = Vectors.of("rsa");
    master =
        MasterKey.read(
            Vectors.bytes(rsa, "private_key_pem"),
            Vectors.secret(Vectors.text(rsa, "private_key_passphrase")));
  }

  @BeforeEach
  void makeTheBackup() throws Exception {
    key = Vectors.key("A");
    backup.store(CONFIG, "name: mail\n".getBytes(StandardCharsets.UTF_8), key);
    backup.store(Manifest.CLOSED_KEY, closed(key), null);
    backup.list("encrypt", key);
  }

  @AfterEach
  void wipe() {
    key.close();
  }

  private static byte[] closed(EncryptionKey key) throws PbsException {
    try (KeyFile file = KeyFile.create(key, Protection.none(), MADE)) {
      return master.publicKey().encrypt(file, key, MADE, ZoneOffset.UTC);
    }
  }

  private ClosedKey fetched() throws IOException, PbsException {
    return ClosedKey.of(BACKUP, (name, _) -> backup.fetch(name));
  }

  @Test
  void theKeyComesBackAndIsTheOneThatTheBackupWasMadeWith() throws Exception {
    ClosedKey fetched = fetched();
    assertEquals(key.fingerprint(), fetched.fingerprint().orElseThrow());
    try (ClosedKey.Opened opened = fetched.open(master);
        EncryptionKey same = opened.file().open(null)) {
      assertEquals(key.fingerprint(), same.fingerprint());
      assertEquals(MADE, opened.file().created());
      assertEquals(Verdict.SIGNATURE_OK, opened.judgement().verdict());
    }
    assertEquals(List.of(Manifest.FILE, Manifest.CLOSED_KEY), backup.fetched());
  }

  @Test
  void aBackupMadeWithoutAMasterKeyHasNothingToOpen() throws Exception {
    backup.remove(Manifest.CLOSED_KEY);
    backup.list("encrypt", key);
    PbsException why = refused(Reason.NO_CLOSED_KEY, this::fetched);
    assertEquals(List.of(BACKUP), why.said().args());
  }

  @Test
  void aBackupInClearNeedsNoKey() throws Exception {
    backup.remove(Manifest.CLOSED_KEY);
    backup.store(CONFIG, new byte[0], null);
    backup.list("none", null);
    refused(Reason.NO_KEY_NEEDED, this::fetched);
  }

  @Test
  void anotherMasterKeyOpensNothing() throws Exception {
    ClosedKey fetched = fetched();
    try (MasterKey other = MasterKey.generate()) {
      refused(Reason.OTHER_MASTER, () -> fetched.open(other));
    }
  }

  @Test
  void aCopyOfAnotherKeyIsRefusedWithBothNames() throws Exception {
    try (EncryptionKey other = Vectors.key("B")) {
      backup.store(Manifest.CLOSED_KEY, closed(other), null);
      backup.list("encrypt", key);
      ClosedKey fetched = fetched();
      PbsException why = refused(Reason.OTHER_KEY_INSIDE, () -> fetched.open(master));
      assertEquals(
          List.of(other.fingerprint().text(), key.fingerprint().text()), why.said().args());
    }
  }

  @Test
  void eachChangedByteOfTheCopyIsFoundBeforeTheMasterKeyIsAskedFor() throws Exception {
    byte[] sound = backup.file(Manifest.CLOSED_KEY);
    for (int at = 0; at < sound.length; at++) {
      byte[] changed = sound.clone();
      changed[at] ^= 1;
      backup.put(Manifest.CLOSED_KEY, changed);
      refused(Reason.WRONG_CHECKSUM, this::fetched);
    }
  }

  @Test
  void aCopyThatWasStoredDamagedIsFoundByItsOwnChecksum() throws Exception {
    byte[] damaged = backup.file(Manifest.CLOSED_KEY).clone();
    damaged[damaged.length - 1] ^= 1;
    backup.put(Manifest.CLOSED_KEY, damaged);
    backup.list("encrypt", key);
    refused(Reason.BLOB_WRONG_CRC, this::fetched);
  }

  @Test
  void theKeyIsToldEvenWhenTheListOfFilesWasChangedSince() throws Exception {
    byte[] text =
        new String(DataBlob.read(backup.file(Manifest.FILE)).content(null), StandardCharsets.UTF_8)
            .replaceFirst("\"signature\":\"[^\"]*\"", "\"signature\":\"" + "0".repeat(64) + "\"")
            .getBytes(StandardCharsets.UTF_8);
    backup.put(Manifest.FILE, DataBlob.make(text, false, null).encoded());
    try (ClosedKey.Opened opened = fetched().open(master)) {
      assertEquals(Verdict.WRONG_SIGNATURE, opened.judgement().verdict());
      assertEquals(key.fingerprint(), opened.file().fingerprint().orElseThrow());
    }
  }

  @Test
  void anotherBackupsListIsRefused() {
    refused(
        Reason.BAD_MANIFEST,
        () -> ClosedKey.of("vm/101/1970-01-01T00:00:01Z", (name, _) -> backup.file(name)));
  }

  @Test
  void whatTheServerCannotGiveIsTheServersMatter() {
    backup.remove(Manifest.CLOSED_KEY);
    assertEquals(Manifest.CLOSED_KEY, assertThrows(IOException.class, this::fetched).getMessage());
  }
}
