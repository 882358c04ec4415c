package stowage.pbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stowage.pbs.Refusals.refused;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.message.Message;
import stowage.pbs.Manifest.Verdict;
import stowage.pbs.PbsException.Reason;

/** Keys that are tried on backups whose files a server could have changed. */
class ProofTest {
  private static final String BACKUP = "vm/100/1970-01-01T00:00:01Z";
  private static final String CONFIG = "qemu-server.conf.blob";
  private static final byte[] CONTENT = "cores: 4\n".getBytes(StandardCharsets.UTF_8);

  private final Map<String, byte[]> stored = new LinkedHashMap<>();
  private final List<String> fetched = new ArrayList<>();
  private EncryptionKey key;

  @BeforeEach
  void readTheKey() throws Exception {
    key = Vectors.key("A");
  }

  private void store(String name, @Nullable EncryptionKey with) throws PbsException {
    stored.put(name, DataBlob.make(CONTENT, false, with).encoded());
  }

  /** The list of what is stored, signed when there is a key to do it. */
  private void list(String mode, @Nullable EncryptionKey signer) throws PbsException {
    StringBuilder files = new StringBuilder();
    stored.forEach((name, blob) -> {
      files.append(files.isEmpty() ? "" : ",");
      files.append(
          "{\"filename\":\"%s\",\"crypt-mode\":\"%s\",\"size\":%d,\"csum\":\"%s\"}"
              .formatted(
                  name,
                  mode,
                  blob.length,
                  Fingerprint.of(Fingerprint.sha256().digest(blob)).hex()));
    });
    String text =
        "{\"backup-type\":\"vm\",\"backup-id\":\"100\",\"backup-time\":1,\"files\":[%s]%s}";
    String signed = "";
    if (signer != null) {
      byte[] unsigned = text.formatted(files, "").getBytes(StandardCharsets.UTF_8);
      signed =
          ",\"signature\":\"%s\",\"unprotected\":{\"key-fingerprint\":\"%s\"}"
              .formatted(Manifest.read(unsigned).signature(signer), signer.fingerprint().text());
    }
    byte[] whole = text.formatted(files, signed).getBytes(StandardCharsets.UTF_8);
    stored.put(Manifest.FILE, DataBlob.make(whole, true, null).encoded());
  }

  private Proof proof(@Nullable EncryptionKey with) throws PbsException, IOException {
    return Proof.of(
        BACKUP,
        (name, most) -> {
          fetched.add(name);
          assertEquals(Proof.MOST, most);
          byte[] found = stored.get(name);
          if (found == null) {
            throw new IOException(name);
          }
          return found;
        },
        with);
  }

  @Test
  void aKeyThatOpensTheSmallestFileHolds() throws Exception {
    store(CONFIG, key);
    list("encrypt", key);
    Proof proof = proof(key);
    assertTrue(proof.holds());
    assertEquals(Verdict.SIGNATURE_OK, proof.judgement().verdict());
    assertEquals(CONFIG, proof.file());
    assertEquals(CONTENT.length, proof.bytes());
    assertEquals(List.of(Manifest.FILE, CONFIG), fetched);
  }

  @Test
  void theGuestsConfigurationComesBeforeWhatIsSmaller() throws Exception {
    stored.put("a.blob", DataBlob.make(new byte[1], false, key).encoded());
    stored.put(Manifest.CLOSED_KEY, DataBlob.make(new byte[1], false, null).encoded());
    store("pct.conf.blob", key);
    list("encrypt", key);
    assertEquals("pct.conf.blob", proof(key).file());
    stored.remove("pct.conf.blob");
    list("encrypt", key);
    assertEquals("a.blob", proof(key).file(), "and never the closed key");
  }

  @Test
  void anotherKeyIsNotTriedOnAnyFile() throws Exception {
    store(CONFIG, key);
    list("encrypt", key);
    Proof proof = proof(Vectors.key("B"));
    assertFalse(proof.holds());
    assertEquals(Verdict.WRONG_KEY, proof.judgement().verdict());
    assertNull(proof.file());
    assertEquals(List.of(Manifest.FILE), fetched);
  }

  @Test
  void withoutAKeyNothingEncryptedIsFetched() throws Exception {
    store(CONFIG, key);
    list("encrypt", key);
    assertFalse(proof(null).holds());
    assertEquals(List.of(Manifest.FILE), fetched);
  }

  @Test
  void aBackupInClearIsProvedWithoutAKey() throws Exception {
    store(CONFIG, null);
    list("none", null);
    Proof proof = proof(null);
    assertTrue(proof.holds());
    assertEquals(Verdict.UNVERIFIED, proof.judgement().verdict());
    assertEquals(CONTENT.length, proof.bytes());
  }

  @Test
  void aFileThatWasChangedIsTold() throws Exception {
    store(CONFIG, key);
    list("encrypt", key);
    byte[] sound = stored.getOrDefault(CONFIG, new byte[0]);
    for (int at = 0; at < sound.length; at++) {
      byte[] changed = sound.clone();
      changed[at] ^= 1;
      stored.put(CONFIG, changed);
      Proof proof = proof(key);
      assertFalse(proof.holds(), "byte " + at);
      assertEquals(Message.of("keys.wrong-checksum", CONFIG), proof.refused());
      assertEquals(0, proof.bytes());
    }
  }

  @Test
  void aListThatWasChangedDoesNotHoldThoughItsFileOpens() throws Exception {
    store(CONFIG, key);
    list("encrypt", key);
    byte[] text =
        new String(
                DataBlob.read(stored.getOrDefault(Manifest.FILE, new byte[0])).content(null),
                StandardCharsets.UTF_8)
            .replace(
                "\"files\":[",
                "\"files\":[{\"filename\":\"x.fidx\",\"size\":1,\"csum\":\""
                    + "0".repeat(64)
                    + "\"},")
            .getBytes(StandardCharsets.UTF_8);
    stored.put(Manifest.FILE, DataBlob.make(text, false, null).encoded());
    Proof proof = proof(key);
    assertEquals(Verdict.WRONG_SIGNATURE, proof.judgement().verdict());
    assertNull(proof.refused());
    assertFalse(proof.holds());
  }

  @Test
  void whatWasPutThereInClearIsNoProof() throws Exception {
    store(CONFIG, null);
    list("encrypt", key);
    Proof proof = proof(key);
    assertEquals(Message.of("keys.not-encrypted", CONFIG), proof.refused());
    assertFalse(proof.holds());
  }

  @Test
  void anotherBackupsListIsRefused() throws Exception {
    store(CONFIG, key);
    list("encrypt", key);
    refused(
        Reason.BAD_MANIFEST,
        () ->
            Proof.of(
                "vm/101/1970-01-01T00:00:01Z",
                (name, _) -> stored.getOrDefault(name, new byte[0]),
                key));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not a blob", "BBBBBBBBBBBBBBBBBBBBBBBB"})
  void aListThatIsNoBlobIsRefused(String text) {
    stored.put(Manifest.FILE, text.getBytes(StandardCharsets.UTF_8));
    PbsException why = assertThrows(PbsException.class, () -> proof(key));
    assertTrue(why.said().key().startsWith("keys.blob-"), why.said().key());
  }

  @Test
  void aBackupWithoutSmallFilesIsJudgedByItsListAlone() throws Exception {
    list("none", key);
    Proof proof = proof(key);
    assertEquals(Verdict.SIGNATURE_OK, proof.judgement().verdict());
    assertFalse(proof.holds(), "nothing was opened");
  }

  @Test
  void aFileThatCannotBeFetchedIsTheServersMatter() throws Exception {
    store(CONFIG, key);
    list("encrypt", key);
    stored.remove(CONFIG);
    assertEquals(CONFIG, assertThrows(IOException.class, () -> proof(key)).getMessage());
  }
}
