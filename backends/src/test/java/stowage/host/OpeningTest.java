package stowage.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.host.Opening.Answer;
import stowage.pbs.Fingerprint;
import stowage.pbs.server.BackupFile;
import stowage.pbs.server.BackupFile.Mode;
import stowage.pbs.server.Snapshot;
import stowage.pbs.server.SnapshotId;

/** Whether a backup opens, as far as names of keys tell. */
class OpeningTest {
  private static final Fingerprint A = new Fingerprint("a".repeat(64));
  private static final Fingerprint B = new Fingerprint("b".repeat(64));
  private static final KnownKey OWN = new KnownKey(A, "pve1", "vault", "/k/vault.enc", true);
  private static final KnownKey PUT_AWAY =
      new KnownKey(A, "pve1", "vault", "/k/vault.enc.old", false);
  private static final KnownKey OTHERS = new KnownKey(A, "pve1", "other", "/k/other.enc", true);
  private static final KnownKey ANOTHER = new KnownKey(B, "pve1", "vault", "/k/vault.enc", true);

  private static Snapshot backup(String key, @Nullable Mode... modes) {
    List<BackupFile> files = new ArrayList<>();
    for (@Nullable Mode mode : modes) {
      files.add(new BackupFile("f" + files.size(), mode, 1L));
    }
    return new Snapshot(
        SnapshotId.parse("vm/100/2024-06-05T14:41:16Z").orElseThrow(),
        files,
        1L,
        "",
        null,
        key,
        "",
        false);
  }

  private static Opening of(Snapshot backup, boolean complete, KnownKey... keys) {
    return Opening.of(backup, "pve1", "vault", new KnownKeys(List.of(keys), complete));
  }

  @Test
  void thePoolsOwnKeyComesBeforeAllOthersOfItsName() {
    Opening opening = of(backup(A.text(), Mode.ENCRYPT), true, OTHERS, PUT_AWAY, OWN);
    assertEquals(Answer.OPENS, opening.answer());
    assertEquals(List.of(OWN), opening.with());
    assertEquals(A, opening.key());
  }

  @Test
  void aKeyThatIsPutAwayOrAnothersIsToldWithEveryPlace() {
    Opening opening = of(backup(A.text(), Mode.ENCRYPT), true, OTHERS, PUT_AWAY, ANOTHER);
    assertEquals(Answer.OTHER_KEY, opening.answer());
    assertEquals(List.of(OTHERS, PUT_AWAY), opening.with());
  }

  @ParameterizedTest
  @CsvSource({"true, NOBODY", "false, UNKNOWN"})
  void aKeyThatIsNotFoundIsGoneOnlyIfAllWereSeen(boolean complete, Answer answer) {
    Opening opening = of(backup(A.text(), Mode.ENCRYPT), complete, ANOTHER);
    assertEquals(answer, opening.answer());
    assertEquals(List.of(), opening.with());
    assertEquals(answer, of(backup(A.text(), Mode.ENCRYPT), complete).answer());
  }

  @ParameterizedTest
  @CsvSource({
    "''",
    "1",
    "not hexadecimal",
    "aa:aa",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
  })
  void aBackupThatNamesNoProperKeyLeavesTheMatterOpen(String key) {
    Opening opening = of(backup(key, Mode.ENCRYPT), true, OWN);
    assertEquals(Answer.UNKNOWN, opening.answer());
    assertNull(opening.key());
    assertEquals(List.of(), opening.with(), "no key is tried for its place alone");
  }

  @Test
  void namesAreTheSameHoweverTheyAreWritten() {
    for (String written :
        List.of(
            A.text(),
            A.hex(),
            A.text().toUpperCase(java.util.Locale.ROOT),
            "AA:" + "a".repeat(62))) {
      assertEquals(Answer.OPENS, of(backup(written, Mode.ENCRYPT), true, OWN).answer(), written);
    }
  }

  @Test
  void oneEncryptedFileMakesTheBackupEncrypted() {
    assertEquals(
        Answer.OPENS, of(backup(A.text(), Mode.NONE, null, Mode.ENCRYPT), true, OWN).answer());
    assertEquals(Answer.NOT_ENCRYPTED, of(backup("", Mode.NONE, null), true, OWN).answer());
    assertEquals(
        Answer.NOT_ENCRYPTED,
        of(backup(A.text(), Mode.SIGN_ONLY, Mode.NONE), true, OWN).answer(),
        "signed is not encrypted");
    assertEquals(
        A, of(backup(A.text(), Mode.SIGN_ONLY), true, OWN).key(), "and still says by which key");
  }

  @Test
  void aServerThatDoesNotSayHowFilesAreKeptTellsByTheKeyAlone() {
    assertEquals(Answer.NOT_ENCRYPTED, of(backup(""), true, OWN).answer());
    assertEquals(Answer.NOT_ENCRYPTED, of(backup("", (Mode) null), true, OWN).answer());
    assertEquals(Answer.OPENS, of(backup(A.text()), true, OWN).answer());
    assertEquals(Answer.UNKNOWN, of(backup("junk"), true, OWN).answer());
  }

  @Test
  void everyAnswerHasAWordThatIsTypedEasily() {
    for (Answer answer : Answer.values()) {
      assertEquals(
          answer,
          Answer.valueOf(answer.word().toUpperCase(java.util.Locale.ROOT).replace('-', '_')));
      assertEquals(answer.word(), answer.word().replaceAll("[^a-z-]", ""));
    }
  }

  @Test
  void keysInUseAreThePoolsOwn() {
    KnownKeys keys = new KnownKeys(List.of(PUT_AWAY, OTHERS, OWN), true);
    assertEquals(OWN, keys.inUse("pve1", "vault").orElseThrow());
    assertEquals(OTHERS, keys.inUse("pve1", "other").orElseThrow());
    assertEquals(List.of(), keys.named(B));
    assertTrue(keys.inUse("pve1", "").isEmpty());
  }
}
