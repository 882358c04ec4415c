package stowage.ui.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stowage.exec.Secret;
import stowage.pbs.EncryptionKey;
import stowage.pbs.KeyFile;
import stowage.pbs.MasterKey;
import stowage.pbs.PaperKey;
import stowage.pbs.PbsException;
import stowage.pbs.PbsException.Reason;
import stowage.settings.KeyRecord;
import stowage.settings.KeyRecords;
import stowage.ui.keys.Custody.Proof;
import stowage.ui.keys.Custody.Verdict;

class CustodyTest {
  private static final String SENTENCE = "I go on without a copy of this key";

  @TempDir Path folder;
  private KeyRecords records = new KeyRecords(Path.of("unused"));
  private Custody custody;

  CustodyTest() throws PbsException {
    custody = Desks.custody(Desks.keepsake(Desks.file()), records);
  }

  @BeforeEach
  void open() throws Exception {
    records = new KeyRecords(folder.resolve("keys.json"));
    custody = Desks.custody(Desks.keepsake(Desks.file()), records);
  }

  @AfterEach
  void close() {
    custody.close();
  }

  @Test
  void aNewKeyIsNotSafe() throws Exception {
    assertFalse(custody.isSafe());
    assertTrue(custody.record().isEmpty());
  }

  @Test
  void aFileIsForTheOwnerOnlyAndOpensAsTheKey() throws Exception {
    Path file = folder.resolve("vault.key");
    Files.writeString(file, "something older that others may read");
    custody.save(file);
    assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(file));
    assertTrue(OwnFile.closedToOthers(file));
    try (KeyFile read = KeyFile.read(Files.readAllBytes(file));
        EncryptionKey key = read.open(null)) {
      assertEquals(Desks.raw().fingerprint(), key.fingerprint());
    }
    assertEquals(Set.of(Proof.FILE), custody.proofs());
    KeyRecord record = custody.record().orElseThrow();
    assertEquals(Desks.NOW, record.exported());
    assertEquals(Desks.NOW, record.verified());
    try (var left = Files.list(folder)) {
      assertEquals(
          Set.of("vault.key", "keys.json", "keys.lock"),
          left.map(f -> f.getFileName().toString()).collect(java.util.stream.Collectors.toSet()));
    }
  }

  @Test
  void whatCannotBeWrittenProvesNothing() {
    assertThrows(
        java.io.IOException.class, () -> custody.save(folder.resolve("no/such/folder/vault.key")));
    assertFalse(custody.isSafe());
    assertFalse(Files.exists(folder.resolve("keys.json")));
  }

  @Test
  void printingAloneIsNoProof() throws Exception {
    custody.savePaper(folder.resolve("paper.txt"), "paper".getBytes(StandardCharsets.UTF_8));
    custody.printed();
    assertFalse(custody.isSafe());
    assertEquals(Desks.NOW, custody.record().orElseThrow().exported());
    assertEquals(null, custody.record().orElseThrow().verified());
  }

  @Test
  void theTextOfACopyProvesIt() throws Exception {
    String printed = custody.paper(ZoneOffset.UTC).text("x");
    assertEquals(Verdict.SAME, custody.drill("From my notes:\n" + printed));
    assertEquals(Set.of(Proof.DRILL), custody.proofs());
    assertEquals(Desks.NOW, custody.record().orElseThrow().verified());
    assertEquals(null, custody.record().orElseThrow().exported());
  }

  @Test
  void anotherKeyIsNoProof() throws Exception {
    String other = PaperKey.of(Desks.other(), ZoneOffset.UTC).text(null);
    assertEquals(Verdict.OTHER, custody.drill(other));
    assertFalse(custody.isSafe());
    assertTrue(custody.record().isEmpty());
  }

  @Test
  void aMisspeltKeyIsRefusedWithTheReason() {
    PbsException refused =
        assertThrows(
            PbsException.class,
            () -> custody.drill(custody.paper(ZoneOffset.UTC).text(null).replace("AAEC", "AAEc")));
    assertEquals(Reason.WRONG_FINGERPRINT, refused.reason());
    assertFalse(custody.isSafe());
  }

  @Test
  void theOwnClipboardProvesNothing() throws Exception {
    String copied = custody.key().shown();
    custody.clipboard(true);
    assertEquals(Verdict.OWN_CLIPBOARD, custody.drill(copied));
    assertFalse(custody.isSafe());
    custody.clipboard(false);
    assertEquals(Verdict.SAME, custody.drill(copied));
  }

  @Test
  void onlyTheWholeSentenceWaives() throws Exception {
    for (String typed : List.of("", "yes", "I go on", SENTENCE + " or not")) {
      assertFalse(custody.waive(typed, SENTENCE), typed);
    }
    assertFalse(custody.isSafe());
    assertTrue(custody.record().isEmpty());
    assertTrue(custody.waive("  i go on  without a copy of this key. ", SENTENCE));
    assertEquals(Set.of(Proof.WAIVER), custody.proofs());
    assertEquals(Desks.NOW, custody.record().orElseThrow().waived());
  }

  @Test
  void theRecordsNeverHoldTheKey() throws Exception {
    custody.save(folder.resolve("a.key"));
    custody.drill(custody.key().shown());
    custody.waive(SENTENCE, SENTENCE);
    String kept = Files.readString(folder.resolve("keys.json"));
    assertTrue(kept.contains(Desks.raw().fingerprint().text()), kept);
    assertFalse(kept.contains(Desks.SECRET.substring(0, 8)), kept);
    assertFalse((custody.key() + " " + custody.record()).contains("AAEC"));
  }

  @Test
  void aLockedKeyIsComparedToTheLetter() throws Exception {
    try (Custody locked = Desks.custody(Desks.keepsake(Desks.locked()), records)) {
      assertTrue(locked.key().isLocked());
      assertEquals(Verdict.SAME, locked.drill(locked.paper(ZoneOffset.ofHours(9)).text("x")));
      // The same key under another salt can't be told from a forgery without the passphrase.
      String again = PaperKey.of(Desks.locked(), ZoneOffset.UTC).text(null);
      assertEquals(Verdict.OTHER, locked.drill(again));
    }
  }

  @Test
  void aMasterKeyComesBackFromItsText() throws Exception {
    try (MasterKey master = MasterKey.generate();
        Secret passphrase = Secret.of("passphrase".toCharArray());
        Custody kept = Desks.custody(Keepsake.of(master, passphrase), records)) {
      assertTrue(kept.key().isMaster());
      assertEquals(master.publicKey().fingerprint().text(), kept.key().name());
      assertEquals(Verdict.SAME, kept.drill(kept.paper(ZoneOffset.UTC).text("x")));
      String key = PaperKey.of(Desks.file(), ZoneOffset.UTC).text(null);
      assertEquals(Verdict.OTHER, kept.drill(key));
      Path pem = folder.resolve("master.pem");
      kept.save(pem);
      try (MasterKey read = MasterKey.read(Files.readAllBytes(pem), passphrase)) {
        assertEquals(master.publicKey(), read.publicKey());
      }
    }
  }

  @Test
  void namesOfFilesAreSafeOnEverySystem() throws Exception {
    try (Custody odd =
        new Custody(
            new Custody.Place("node: 1/한글", "vault"),
            Desks.keepsake(Desks.file()),
            records,
            () -> Desks.NOW)) {
      assertEquals("stowage-node__1___-vault.key", odd.fileName("key"));
    }
  }

  @Test
  void aKeyOfAnOldFileIsNamedByItsContent() throws Exception {
    String json = custody.key().shown().replaceFirst(",\"fingerprint\":\"[^\"]*\"", "");
    assertFalse(json.contains("fingerprint"));
    try (Keepsake old = Desks.keepsake(KeyFile.read(json.getBytes(StandardCharsets.UTF_8)))) {
      assertEquals(Desks.raw().fingerprint().text(), old.name());
    }
  }
}
