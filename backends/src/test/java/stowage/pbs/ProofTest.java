package stowage.pbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stowage.pbs.Refusals.refused;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.message.Message;
import stowage.pbs.Manifest.Verdict;
import stowage.pbs.PbsException.Reason;
import stowage.pbs.Proof.Outcome;

/** Keys that are tried on backups whose files a server could have changed. */
class ProofTest {
  private static final String BACKUP = "vm/100/1970-01-01T00:00:01Z";
  private static final String CONFIG = "qemu-server.conf.blob";
  private static final byte[] CONTENT = "cores: 4\n".getBytes(StandardCharsets.UTF_8);

  private final StoredBackup backup = new StoredBackup();
  private EncryptionKey key;

  @BeforeEach
  void readTheKey() throws Exception {
    key = Vectors.key("A");
  }

  private Proof proof(@Nullable EncryptionKey with) throws PbsException, IOException {
    return Proof.of(
        BACKUP,
        (name, most) -> {
          assertEquals(Proof.MOST, most);
          return backup.fetch(name);
        },
        with);
  }

  @Test
  void aKeyThatOpensTheSmallestFileHolds() throws Exception {
    backup.store(CONFIG, CONTENT, key);
    backup.list("encrypt", key);
    Proof proof = proof(key);
    assertTrue(proof.holds());
    assertEquals(Outcome.DECRYPTED, proof.outcome());
    assertEquals(Verdict.SIGNATURE_OK, proof.judgement().verdict());
    assertEquals(CONFIG, proof.file());
    assertEquals(CONTENT.length, proof.bytes());
    assertEquals(List.of(Manifest.FILE, CONFIG), backup.fetched());
  }

  @Test
  void theGuestsConfigurationComesBeforeWhatIsSmaller() throws Exception {
    backup.put("a.blob", DataBlob.make(new byte[1], false, key).encoded());
    backup.put(Manifest.CLOSED_KEY, DataBlob.make(new byte[1], false, null).encoded());
    backup.store("pct.conf.blob", CONTENT, key);
    backup.list("encrypt", key);
    assertEquals("pct.conf.blob", proof(key).file());
    backup.remove("pct.conf.blob");
    backup.list("encrypt", key);
    assertEquals("a.blob", proof(key).file(), "and never the closed key");
  }

  @Test
  void anotherKeyIsNotTriedOnAnyFile() throws Exception {
    backup.store(CONFIG, CONTENT, key);
    backup.list("encrypt", key);
    Proof proof = proof(Vectors.key("B"));
    assertFalse(proof.holds());
    assertEquals(Verdict.WRONG_KEY, proof.judgement().verdict());
    assertNull(proof.file());
    assertEquals(List.of(Manifest.FILE), backup.fetched());
  }

  @Test
  void withoutAKeyNothingEncryptedIsFetched() throws Exception {
    backup.store(CONFIG, CONTENT, key);
    backup.list("encrypt", key);
    assertEquals(Outcome.UNPROVEN, proof(null).outcome());
    assertEquals(List.of(Manifest.FILE), backup.fetched());
  }

  /** That something in clear can be read says nothing of any key. */
  @Test
  void aBackupInClearProvesNoKey() throws Exception {
    backup.store(CONFIG, CONTENT, null);
    backup.list("none", null);
    Proof without = proof(null);
    assertEquals(Outcome.NOT_ENCRYPTED, without.outcome());
    assertEquals(Verdict.UNVERIFIED, without.judgement().verdict());
    assertFalse(without.holds());
    Proof with = proof(key);
    assertEquals(Outcome.NOT_ENCRYPTED, with.outcome());
    assertEquals(Verdict.UNSIGNED, with.judgement().verdict());
    assertFalse(with.holds());
    assertEquals(List.of(Manifest.FILE, Manifest.FILE), backup.fetched());
  }

  @Test
  void whatIsOnlySignedIsProvedByItsSignature() throws Exception {
    backup.store(CONFIG, CONTENT, null);
    backup.list("sign-only", key);
    Proof proof = proof(key);
    assertEquals(Outcome.SIGNED, proof.outcome());
    assertTrue(proof.holds());
    assertNull(proof.file());
    Proof other = proof(Vectors.key("B"));
    assertEquals(Outcome.NOT_ENCRYPTED, other.outcome());
    assertFalse(other.holds());
  }

  /** Whoever writes to the server can name any key; only the key's owner can sign. */
  @Test
  void aListThatWasMadeByAnotherKeyButNamesThisOneIsRefused() throws Exception {
    EncryptionKey forger = Vectors.key("B");
    backup.store(CONFIG, CONTENT, forger);
    backup.list("encrypt", forger);
    rename(forger, key);
    Proof proof = proof(key);
    assertEquals(Outcome.REFUSED, proof.outcome());
    assertEquals(Verdict.WRONG_SIGNATURE, proof.judgement().verdict());
    assertFalse(proof.holds());
  }

  @Test
  void anUnsignedListIsProvedByWhatTheKeyOpensOnly() throws Exception {
    backup.store(CONFIG, CONTENT, key);
    backup.list("encrypt", key);
    unsign();
    Proof proof = proof(key);
    assertEquals(Verdict.UNSIGNED, proof.judgement().verdict());
    assertEquals(Outcome.DECRYPTED, proof.outcome());
    backup.store(CONFIG, CONTENT, Vectors.key("B"));
    backup.list("encrypt", key);
    unsign();
    Proof forged = proof(key);
    assertEquals(Outcome.REFUSED, forged.outcome());
    assertFalse(forged.holds());
  }

  private void rename(EncryptionKey from, EncryptionKey to) throws PbsException, IOException {
    edit(text -> text.replace(from.fingerprint().text(), to.fingerprint().text()));
  }

  private void unsign() throws PbsException, IOException {
    edit(text -> text.replaceAll("\"signature\":\"[^\"]*\"", "\"signature\":null"));
  }

  private void edit(UnaryOperator<String> change) throws PbsException, IOException {
    String text =
        new String(DataBlob.read(backup.file(Manifest.FILE)).content(null), StandardCharsets.UTF_8);
    String changed = change.apply(text);
    assertNotEquals(text, changed);
    backup.put(
        Manifest.FILE,
        DataBlob.make(changed.getBytes(StandardCharsets.UTF_8), false, null).encoded());
  }

  @Test
  void aFileThatWasChangedIsTold() throws Exception {
    backup.store(CONFIG, CONTENT, key);
    backup.list("encrypt", key);
    byte[] sound = backup.file(CONFIG);
    for (int at = 0; at < sound.length; at++) {
      byte[] changed = sound.clone();
      changed[at] ^= 1;
      backup.put(CONFIG, changed);
      Proof proof = proof(key);
      assertFalse(proof.holds(), "byte " + at);
      assertEquals(Message.of("keys.wrong-checksum", CONFIG), proof.refused());
      assertEquals(0, proof.bytes());
    }
  }

  @Test
  void aListThatWasChangedDoesNotHoldThoughItsFileOpens() throws Exception {
    backup.store(CONFIG, CONTENT, key);
    backup.list("encrypt", key);
    byte[] text =
        new String(DataBlob.read(backup.file(Manifest.FILE)).content(null), StandardCharsets.UTF_8)
            .replace(
                "\"files\":[",
                "\"files\":[{\"filename\":\"x.fidx\",\"size\":1,\"csum\":\""
                    + "0".repeat(64)
                    + "\"},")
            .getBytes(StandardCharsets.UTF_8);
    backup.put(Manifest.FILE, DataBlob.make(text, false, null).encoded());
    Proof proof = proof(key);
    assertEquals(Verdict.WRONG_SIGNATURE, proof.judgement().verdict());
    assertNull(proof.refused());
    assertFalse(proof.holds());
  }

  @Test
  void whatWasPutThereInClearIsNoProof() throws Exception {
    backup.store(CONFIG, CONTENT, null);
    backup.list("encrypt", key);
    Proof proof = proof(key);
    assertEquals(Message.of("keys.not-encrypted", CONFIG), proof.refused());
    assertFalse(proof.holds());
  }

  @Test
  void anotherBackupsListIsRefused() throws Exception {
    backup.store(CONFIG, CONTENT, key);
    backup.list("encrypt", key);
    refused(
        Reason.BAD_MANIFEST,
        () -> Proof.of("vm/101/1970-01-01T00:00:01Z", (name, _) -> backup.file(name), key));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not a blob", "BBBBBBBBBBBBBBBBBBBBBBBB"})
  void aListThatIsNoBlobIsRefused(String text) {
    backup.put(Manifest.FILE, text.getBytes(StandardCharsets.UTF_8));
    PbsException why = assertThrows(PbsException.class, () -> proof(key));
    assertTrue(why.said().key().startsWith("keys.blob-"), why.said().key());
  }

  @Test
  void aBackupWithoutSmallFilesIsJudgedByItsListAlone() throws Exception {
    backup.list("none", key);
    Proof proof = proof(key);
    assertEquals(Verdict.SIGNATURE_OK, proof.judgement().verdict());
    assertEquals(Outcome.SIGNED, proof.outcome());
  }

  @Test
  void aFileThatCannotBeFetchedIsTheServersMatter() throws Exception {
    backup.store(CONFIG, CONTENT, key);
    backup.list("encrypt", key);
    backup.remove(CONFIG);
    assertEquals(CONFIG, assertThrows(IOException.class, () -> proof(key)).getMessage());
  }
}
