package stowage.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static stowage.schema.Refused.refused;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.config.StorageId;
import stowage.exec.Secret;
import stowage.message.Message;
import stowage.pbs.EncryptionKey;
import stowage.pbs.KeyArchive.Entry;
import stowage.pbs.KeyFile;
import stowage.pbs.MasterKey;
import stowage.pbs.PbsException;
import stowage.pbs.Protection;
import stowage.schema.InvalidException;
import stowage.schema.Problem;
import stowage.schema.Properties;

/** Which key of an archive goes to which pool. */
class ArchivedKeysTest {
  private static final StorageId VAULT = new StorageId("vault");
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final String KEY = Properties.ENCRYPTION_KEY.key();
  private static final String OLD = "/etc/pve/priv/storage/vault.enc.old";
  private static Secret one = Secret.of(new byte[0]);
  private static Secret two = Secret.of(new byte[0]);

  @BeforeAll
  static void make() throws Exception {
    one = key();
    two = key();
  }

  private static Secret key() throws PbsException {
    try (EncryptionKey key = EncryptionKey.generate();
        KeyFile file = KeyFile.create(key, Protection.none(), NOW)) {
      return file.compact(ZoneOffset.UTC);
    }
  }

  private static ArchivedKeys archive(Object... namesAndKeys) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < namesAndKeys.length; i += 2) {
      entries.add(new Entry((String) namesAndKeys[i], (Secret) namesAndKeys[i + 1]));
    }
    return new ArchivedKeys(entries, "pve1");
  }

  @Test
  void aPoolGetsTheKeyOfItsOwnHost() throws Exception {
    ArchivedKeys keys = archive("pve2/vault.enc", two, "pve1/vault.enc", one);
    assertSame(one, keys.of(VAULT));
  }

  @Test
  void orThatOfAnotherHostWhenThereIsButOne() throws Exception {
    assertSame(two, archive("pve2/vault.enc", two).of(VAULT));
    assertSame(two, archive("pve2/vault.enc", two, "pve3/vault.enc", two).of(VAULT));
    Problem several = refused(() -> archive("a/vault.enc", one, "b/vault.enc", two).of(VAULT));
    assertEquals("keys.several-entries", several.said().key());
    assertEquals(List.of("vault", "a/vault.enc, b/vault.enc"), several.said().args());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pve1/vault.enc.old",
        "pve1/xvault.enc",
        "pve1/vault.encx",
        "pve1/Vault.enc",
        "vault.enc",
        "pve1/vault.enc/",
        "pve1\\vault.enc",
      })
  void nothingThatIsOnlyAlikeIsTaken(String name) {
    Problem none = refused(() -> archive(name, one).of(VAULT));
    assertEquals("entry", none.field());
    assertEquals("keys.no-entry", none.said().key());
    assertEquals(List.of("vault", name), none.said().args());
  }

  @Test
  void theHostIsFoundUnderTheNameOfItsFolder() throws Exception {
    List<Entry> entries =
        List.of(new Entry("root%40192.0.2.1/vault.enc", one), new Entry("b/vault.enc", two));
    assertSame(one, new ArchivedKeys(entries, "root@192.0.2.1").of(VAULT));
  }

  @Test
  void anEntryIsTakenByItsNameAlone() throws Exception {
    ArchivedKeys keys = archive("pve1/vault.enc", one, "pve1/vault.enc.old", two);
    assertSame(two, keys.named("pve1/vault.enc.old"));
    for (String other : List.of("", "vault.enc", "pve1/", "pve1/vault.enc ", "../pve1/vault.enc")) {
      Problem none = refused(() -> keys.named(other));
      assertEquals("keys.no-entry", none.said().key());
      assertEquals(List.of(other, "pve1/vault.enc, pve1/vault.enc.old"), none.said().args());
    }
  }

  @Test
  void whatIsNoKeyIsNotGivenToAPool() {
    Secret junk = Secret.of("junk".toCharArray());
    assertThrows(PbsException.class, () -> archive("pve1/vault.enc", junk).of(VAULT));
    Problem said = refused(() -> back(archive("pve1/vault.enc", junk), there(null)));
    assertEquals("archive", said.field());
    assertEquals("keys.not-json", said.said().key());
  }

  @Test
  void keysWithoutANameAreToldApartByTheirEntries() throws Exception {
    Secret unnamed = changed(one, ",\"fingerprint\":\"[^\"]*\"", "");
    Secret other = changed(two, ",\"fingerprint\":\"[^\"]*\"", "");
    Problem several =
        refused(() -> archive("a/vault.enc", unnamed, "b/vault.enc", other).of(VAULT));
    assertEquals("keys.several-entries", several.said().key());
    assertSame(unnamed, archive("a/vault.enc", unnamed).of(VAULT));
  }

  @Test
  void onlyPoolsThatLackTheirKeyGetIt() throws Exception {
    ArchivedKeys keys = archive("pve1/vault.enc", one, "pve1/gone.enc", two);
    assertEquals(Map.of(KEY, one), only(keys, there(null)).used(), "no key");
    Problem nothing = refused(() -> back(keys, there(one)));
    assertEquals("archive", nothing.field());
    assertEquals("keys.nothing-to-restore", nothing.said().key());
    assertEquals(List.of("pve1"), nothing.said().args());
  }

  @Test
  void aKeyInUseStaysInUseAndTheOtherOneGoesBesideIt() throws Exception {
    KeyReturn back = back(archive("pve1/vault.enc", one), there(two));
    KeyReturn.Back vault = back.backs().getFirst();
    assertEquals(Map.of(), vault.used());
    assertEquals(Map.of(OLD, one), vault.beside());
    assertEquals(List.of(Message.of("finding.key-beside", "pve1/vault.enc", OLD)), back.findings());
  }

  @Test
  void keysThatWereInUseBeforeComeBackBesideAndOnce() throws Exception {
    Secret three = key();
    ArchivedKeys keys =
        archive(
            "pve1/vault.enc",
            one,
            "pve1/vault.enc.old",
            two,
            "pve1/vault.enc.old.x",
            three,
            "pve1/vault.enc.old.y",
            two,
            "pve2/vault.enc.old",
            key());
    KeyReturn.Back vault = only(keys, there(null));
    assertEquals(Map.of(KEY, one), vault.used());
    String brief = fingerprint(three).replace(":", "").substring(0, 16);
    assertEquals(Map.of(OLD, two, OLD + "." + brief, three), vault.beside());
    Keys.PoolKeys known = there(one).pools().getFirst();
    Keys.Overview both =
        new Keys.Overview(
            List.of(new Keys.PoolKeys(VAULT, "1", known.key(), null, List.of(lying(OLD, two)))),
            List.of());
    assertEquals(Map.of(OLD + "." + brief, three), only(keys, both).beside());
  }

  @Test
  void aDamagedEntryIsNamedAndTheOthersComeBack() throws Exception {
    Secret junk = Secret.of("junk".toCharArray());
    KeyReturn back = back(archive("pve1/vault.enc", one, "pve1/vault.enc.old", junk), there(null));
    assertEquals(Map.of(KEY, one), back.backs().getFirst().used());
    assertEquals(Map.of(), back.backs().getFirst().beside());
    assertEquals(
        List.of(
            Message.of("finding.entry-damaged", "pve1/vault.enc.old", Message.of("keys.not-json"))),
        back.findings());
  }

  @Test
  void aLockedKeyIsNotPutInUse() throws Exception {
    Secret locked;
    try (KeyFile open = KeyFile.read(one.reveal());
        Secret passphrase = Secret.of("correct horse".toCharArray());
        KeyFile closed = open.protectedBy(Protection.pbkdf2(passphrase, null), null, NOW)) {
      locked = closed.compact(ZoneOffset.UTC);
    }
    KeyReturn.Back vault = only(archive("pve1/vault.enc", locked), there(null));
    assertEquals(Map.of(), vault.used());
    assertEquals(Map.of(OLD, locked), vault.beside());
  }

  @Test
  void theMasterKeysPublicHalfComesBackWhereThereIsNone() throws Exception {
    try (MasterKey master = MasterKey.generate();
        MasterKey other = MasterKey.generate()) {
      Secret pem = Secret.of(master.publicKey().pem());
      ArchivedKeys keys = archive("pve1/vault.enc", one, "pve1/vault.master.pem", pem);
      assertEquals(
          Map.of(KEY, one, Properties.MASTER_PUBKEY.key(), pem), only(keys, there(null)).used());
      assertEquals(Map.of(Properties.MASTER_PUBKEY.key(), pem), only(keys, there(one)).used());
      ArchivedKeys alone = archive("pve1/vault.master.pem", pem);
      assertEquals("keys.nothing-to-restore", refused(() -> back(alone, there(null))).said().key());
      Keys.Lying key = there(one).pools().getFirst().key();
      Keys.Overview has =
          new Keys.Overview(
              List.of(
                  new Keys.PoolKeys(
                      VAULT,
                      "1",
                      key,
                      new Keys.Master("/x/vault.master.pem", other.publicKey()),
                      List.of())),
              List.of());
      KeyReturn back = back(archive("pve1/vault.enc", two, "pve1/vault.master.pem", pem), has);
      assertEquals(Map.of(), back.backs().getFirst().used());
      assertEquals(
          Message.of("finding.master-stays", "vault", "pve1/vault.master.pem"),
          back.findings().getLast());
    }
  }

  private static KeyReturn back(ArchivedKeys keys, Keys.Overview there) throws InvalidException {
    return KeyReturn.of(keys, there);
  }

  private static KeyReturn.Back only(ArchivedKeys keys, Keys.Overview there)
      throws InvalidException {
    List<KeyReturn.Back> backs = back(keys, there).backs();
    assertEquals(1, backs.size());
    return backs.getFirst();
  }

  @ParameterizedTest
  @CsvSource({"pve1/other.enc", "pve1/vault.encx", "pve1/vault"})
  void anArchiveWithoutAnyOfItsKeysHasNothingForAHost(String name) throws Exception {
    assertEquals(
        "keys.nothing-to-restore",
        refused(() -> back(archive(name, one), there(null))).said().key());
    assertEquals(
        "keys.nothing-to-restore",
        refused(() -> back(archive(name, one), new Keys.Overview(List.of(), List.of())))
            .said()
            .key());
  }

  @Test
  void twoKeysForOnePoolRestoreNone() {
    Problem several =
        refused(() -> back(archive("a/vault.enc", one, "b/vault.enc", two), there(null)));
    assertEquals("keys.several-entries", several.said().key());
  }

  @Test
  void nothingOfAKeyIsInAnyRefusal() throws Exception {
    String data = text(one).replaceAll(".*\"data\":\"([^\"]*)\".*", "$1");
    assertEquals(44, data.length());
    for (ArchivedKeys keys :
        List.of(
            archive("pve1/other.enc", one),
            archive("a/vault.enc", one, "b/vault.enc", two),
            archive("a/vault.enc", changed(one, "\"fingerprint\":\"..", "\"fingerprint\":\"zz")))) {
      Exception why = assertThrows(Exception.class, () -> keys.of(VAULT));
      assertFalse(String.valueOf(why).contains(data));
      assertFalse(keys.toString().contains(data));
    }
  }

  @Test
  void theArchivesKeysStayOpen() throws Exception {
    ArchivedKeys keys = archive("pve1/vault.enc", one);
    back(keys, there(null));
    keys.of(VAULT);
    assertEquals(text(one), text(keys.named("pve1/vault.enc")));
  }

  private static Keys.Overview there(@Nullable Secret inUse) throws PbsException {
    Keys.Lying lying = inUse == null ? null : lying("/x/vault.enc", inUse);
    return new Keys.Overview(
        List.of(new Keys.PoolKeys(VAULT, "1", lying, null, List.of())), List.of());
  }

  private static Keys.Lying lying(String path, Secret key) throws PbsException {
    try (KeyFile file = KeyFile.read(key.reveal())) {
      return new Keys.Lying(path, "none", file.fingerprint().orElseThrow(), file.created(), null);
    }
  }

  private static String fingerprint(Secret key) throws PbsException {
    return Objects.requireNonNull(lying("", key).fingerprint()).text();
  }

  private static Secret changed(Secret key, String pattern, String instead) {
    return Secret.of(text(key).replaceAll(pattern, instead).toCharArray());
  }

  private static String text(Secret key) {
    return new String(key.reveal(), StandardCharsets.UTF_8);
  }

  @Test
  void hostsOfOneNameAndManyPoolsKeepApart() throws Exception {
    ArchivedKeys keys = archive("pve1/vault.enc", one, "pve1/vault-2.enc", two);
    assertSame(one, keys.of(VAULT));
    assertSame(two, keys.of(new StorageId("vault-2")));
    Keys.PoolKeys second = new Keys.PoolKeys(new StorageId("vault-2"), null, null, null, List.of());
    Keys.Overview both =
        new Keys.Overview(List.of(there(one).pools().getFirst(), second), List.of());
    assertEquals(second.pool(), only(keys, both).pool());
  }
}
