package stowage.demo.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stowage.exec.Secret;
import stowage.host.KnownKey;
import stowage.host.KnownKeys;
import stowage.host.Opening;
import stowage.pbs.EncryptionKey;
import stowage.pbs.Manifest.Verdict;
import stowage.pbs.PbsException;
import stowage.pbs.Proof;
import stowage.pbs.server.Account;
import stowage.pbs.server.BackupServer;
import stowage.pbs.server.Endpoint;
import stowage.pbs.server.GroupId;
import stowage.pbs.server.SnapshotId;
import stowage.pbs.server.Space;

/** Which key opens which backup: by its name, and proven. */
class OpeningTest {
  private static final Space SPACE = new Space("main", "");
  private static final Instant FIRST = Instant.parse("2026-01-01T01:00:00Z");
  private static final String VAULT = "vault";
  private static final String OTHER = "other";
  private static final int OWN = 0;
  private static final int OLD = 1;
  private static final int LOST = 2;
  private static final int OPEN = 3;
  private static final int UNSIGNED = 4;
  private static final int DAMAGED = 5;

  private final EncryptionKey own = EncryptionKey.generate();
  private final EncryptionKey old = EncryptionKey.generate();
  private final EncryptionKey lost = EncryptionKey.generate();
  private final Secret secret = Secret.of("secret".toCharArray());
  private StandIn standIn;
  private BackupServer server;

  @BeforeEach
  void start() throws Exception {
    Holdings holdings = new Holdings(1L << 40);
    put(holdings, OWN, Crypt.with(own));
    put(holdings, OLD, Crypt.with(old));
    put(holdings, LOST, Crypt.with(lost));
    put(holdings, OPEN, Crypt.NONE);
    put(holdings, UNSIGNED, new Crypt(own, false, null));
    put(holdings, DAMAGED, Crypt.with(own));
    holdings.damage(SPACE, backup(DAMAGED));
    standIn =
        StandIn.start(
            holdings, List.of(Person.administrator("a@pbs!t", "secret")), Clock.systemUTC());
    server =
        new BackupServer(
            Endpoint.direct("backup.example", 8007, standIn.pin()).through(standIn.port()),
            new Account("a@pbs!t", secret));
  }

  @AfterEach
  void stop() {
    server.close();
    standIn.close();
    for (EncryptionKey key : List.of(own, old, lost)) {
      key.close();
    }
    secret.close();
  }

  private static SnapshotId backup(int day) {
    return new SnapshotId(new GroupId("vm", "100"), FIRST.plus(Duration.ofDays(day)));
  }

  private static void put(Holdings holdings, int day, Crypt crypt) {
    holdings.put(SPACE, backup(day), "a@pbs!t", "mail", 1000, crypt);
  }

  private Proof proof(int day, @Nullable EncryptionKey key) throws Exception {
    return Proof.of(
        backup(day).toString(),
        (name, most) -> server.download(SPACE, backup(day), name, most),
        key);
  }

  @Test
  void theNamesOfKeysTellWhatOpens() throws Exception {
    List<KnownKey> here =
        List.of(
            new KnownKey(own.fingerprint(), "pve1", VAULT, "/keys/vault.enc", true),
            new KnownKey(old.fingerprint(), "pve1", VAULT, "/keys/vault.enc.old", false),
            new KnownKey(old.fingerprint(), "pve1", OTHER, "/keys/other.enc", true));
    KnownKeys known = new KnownKeys(here, true);
    List<Opening.Answer> answers = new ArrayList<>();
    List<List<String>> places = new ArrayList<>();
    server
        .snapshots(SPACE)
        .forEach(backup -> {
          Opening opening = Opening.of(backup, "pve1", VAULT, known);
          answers.add(opening.answer());
          places.add(opening.with().stream().map(KnownKey::path).toList());
        });
    assertEquals(
        List.of(
            Opening.Answer.OPENS,
            Opening.Answer.OTHER_KEY,
            Opening.Answer.NOBODY,
            Opening.Answer.NOT_ENCRYPTED,
            Opening.Answer.OPENS,
            Opening.Answer.OPENS),
        answers);
    assertEquals(List.of("/keys/vault.enc"), places.get(OWN));
    assertEquals(List.of("/keys/vault.enc.old", "/keys/other.enc"), places.get(OLD));
    assertEquals(List.of(), places.get(LOST));
    KnownKeys some = new KnownKeys(here, false);
    assertEquals(
        Opening.Answer.UNKNOWN,
        Opening.of(server.snapshots(SPACE).get(LOST), "pve1", VAULT, some).answer());
  }

  @Test
  void theKeyIsProvenByTheGuestsConfiguration() throws Exception {
    Proof proof = proof(OWN, own);
    assertTrue(proof.holds());
    assertEquals(Verdict.SIGNATURE_OK, proof.judgement().verdict());
    assertEquals("qemu-server.conf.blob", proof.file());
    assertEquals(
        "boot: order=scsi0\nname: mail\n".getBytes(StandardCharsets.UTF_8).length, proof.bytes());
  }

  @Test
  void anotherKeyIsNotTriedOnAnything() throws Exception {
    Proof proof = proof(OLD, own);
    assertFalse(proof.holds());
    assertEquals(Verdict.WRONG_KEY, proof.judgement().verdict());
    assertNull(proof.file());
    assertTrue(proof(OLD, old).holds());
  }

  @Test
  void aDamagedFileProvesNothing() throws Exception {
    Proof proof = proof(DAMAGED, own);
    assertFalse(proof.holds());
    assertEquals(Verdict.SIGNATURE_OK, proof.judgement().verdict());
    assertEquals("keys.wrong-checksum", Objects.requireNonNull(proof.refused()).key());
  }

  @Test
  void anUnsignedBackupIsProvenByItsContentOnly() throws Exception {
    Proof proof = proof(UNSIGNED, own);
    assertTrue(proof.holds());
    assertEquals(Verdict.UNSIGNED, proof.judgement().verdict());
  }

  @Test
  void aBackupThatIsNotEncryptedNeedsNoKeyAndProvesNone() throws Exception {
    Proof proof = proof(OPEN, null);
    assertEquals(Proof.Outcome.NOT_ENCRYPTED, proof.outcome());
    assertEquals(Verdict.UNVERIFIED, proof.judgement().verdict());
    assertFalse(proof.holds());
    assertFalse(proof(OWN, null).holds());
  }

  @Test
  void anotherBackupsListOfFilesIsRefused() {
    var refused =
        assertThrows(
            PbsException.class,
            () ->
                Proof.of(
                    backup(OLD).toString(),
                    (name, most) -> server.download(SPACE, backup(OWN), name, most),
                    own));
    assertEquals(PbsException.Reason.BAD_MANIFEST, refused.reason());
  }
}
