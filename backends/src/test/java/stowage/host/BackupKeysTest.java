package stowage.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.exec.HostException;
import stowage.exec.Result;
import stowage.exec.ScriptedHost;
import stowage.exec.Secret;
import stowage.pbs.EncryptionKey;
import stowage.pbs.Fingerprint;
import stowage.pbs.KeyFile;
import stowage.pbs.Protection;

/** Keys on a host, named by what they are. */
class BackupKeysTest {
  private static final String DIRECTORY = "/etc/pve/priv/storage/";
  private static final String FIND = "/usr/bin/find /etc/pve/priv/storage";
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final ScriptedHost host = new ScriptedHost();
  private String text = "";
  private Fingerprint name = new Fingerprint("0".repeat(64));

  @BeforeEach
  void make() throws Exception {
    try (EncryptionKey key = EncryptionKey.generate();
        KeyFile file = KeyFile.create(key, Protection.none(), NOW)) {
      name = key.fingerprint();
      text = text(file);
    }
  }

  private static String text(KeyFile file) {
    try (Secret compact = file.compact(ZoneOffset.UTC)) {
      return new String(compact.reveal(), StandardCharsets.UTF_8);
    }
  }

  private KnownKeys known(String... names) throws Exception {
    StringBuilder found = new StringBuilder();
    for (String each : names) {
      found.append(DIRECTORY).append(each).append('\0');
    }
    host.on(FIND, found.toString());
    return new BackupKeys(host).known();
  }

  @Test
  void aKeyIsKnownByItsPoolAndWhetherItIsInUse() throws Exception {
    host.on("/usr/bin/cat", text);
    KnownKeys known = known("vault.enc", "vault.enc.old", "vault.enc.old.0eabd4460b6eb9ca");
    assertTrue(known.complete());
    assertEquals(
        List.of(
            new KnownKey(name, host.host(), "vault", DIRECTORY + "vault.enc", true),
            new KnownKey(name, host.host(), "vault", DIRECTORY + "vault.enc.old", false),
            new KnownKey(
                name, host.host(), "vault", DIRECTORY + "vault.enc.old.0eabd4460b6eb9ca", false)),
        known.all());
    assertEquals(known.all(), known.named(name));
    assertEquals(known.all().getFirst(), known.inUse(host.host(), "vault").orElseThrow());
    assertTrue(known.inUse(host.host(), "vaul").isEmpty());
    assertEquals(2, host.trips(), "one look for names, one for all keys");
  }

  @Test
  void aPoolMayBeCalledLikeTheOldKeyOfAnother() throws Exception {
    host.on("/usr/bin/cat", text);
    KnownKeys known = known("x.enc.old", "x.enc.old.enc", "x.enc.old.enc.old.0eabd4460b6eb9ca");
    assertEquals(
        List.of("x false", "x.enc.old true", "x.enc.old false"),
        known.all().stream().map(k -> k.pool() + " " + k.inUse()).toList());
  }

  @Test
  void aKeyIsWhatItIsAndNotWhatItsFileSays() throws Exception {
    String other = "00:".repeat(31) + "00";
    host.on("/usr/bin/cat", text.replace(name.text(), other));
    KnownKeys known = known("vault.enc");
    // A file that says it is another key is nobody's.
    assertEquals(List.of(), known.all());
    assertFalse(known.complete());
    host.on("/usr/bin/cat", text.replaceAll(",\"fingerprint\":\"[^\"]*\"", ""));
    assertEquals(name, known("vault.enc").all().getFirst().fingerprint());
  }

  @Test
  void oneBehindAPassphraseIsTakenAtItsWord() throws Exception {
    Secret passphrase = Secret.of("passphrase".toCharArray());
    try (EncryptionKey key = EncryptionKey.generate();
        KeyFile file = KeyFile.create(key, Protection.pbkdf2(passphrase, null), NOW)) {
      String closed = text(file);
      host.on("/usr/bin/cat", closed);
      assertEquals(key.fingerprint(), known("vault.enc").all().getFirst().fingerprint());
      host.on("/usr/bin/cat", closed.replaceAll(",\"fingerprint\":\"[^\"]*\"", ""));
      assertFalse(known("vault.enc").complete(), "it says nothing");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "{", "{}", "null", "[]", "no key at all", "{\"data\":\"AAAA\"}", "\0\0"})
  void whatIsNoKeyMakesTheListIncomplete(String content) throws Exception {
    host.on("/usr/bin/cat " + DIRECTORY + "b.enc", content);
    host.on("/usr/bin/cat " + DIRECTORY + "a.enc", text);
    KnownKeys known = known("a.enc", "b.enc");
    assertEquals(List.of("a"), known.all().stream().map(KnownKey::pool).toList());
    assertFalse(known.complete());
  }

  @Test
  void aKeyThatIsCutAnywhereIsNotTakenForOne() throws Exception {
    for (int length = 0; length < text.length(); length++) {
      host.on("/usr/bin/cat", text.substring(0, length));
      KnownKeys known = known("vault.enc");
      assertEquals(List.of(), known.all(), "cut at " + length);
      assertFalse(known.complete());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 'cat: Permission denied'",
    "1, 'cat: Input/output error'",
    "126, 'sudo: a password is required'",
    "127, 'cat: not found'",
  })
  void aKeyThatCannotBeReadIsNotMissing(int status, String error) throws Exception {
    host.on("/usr/bin/cat", Result.exited(status, "", error));
    KnownKeys known = known("vault.enc");
    assertEquals(List.of(), known.all());
    assertFalse(known.complete());
  }

  @Test
  void aPartOfAKeyThatCouldNotBeReadToItsEndMayStillNameIt() throws Exception {
    host.on("/usr/bin/cat", Result.exited(1, text, "cat: Input/output error"));
    // It was whole; but what the host calls a failure is not opened.
    assertEquals(
        List.of(name), known("vault.enc").all().stream().map(k -> k.fingerprint()).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b.enc", "it's.enc", "-rf.enc", "$(id).enc", "열쇠.enc", "\".enc"})
  void oddNamesAreOnlyNames(String file) throws Exception {
    host.on("/usr/bin/cat", text);
    KnownKeys known = known(file);
    assertEquals(DIRECTORY + file, known.all().getFirst().path());
    assertEquals(file.replace(".enc", ""), known.all().getFirst().pool());
  }

  /** No program takes such a word; nobody makes such a key, and the others must still be found. */
  @ParameterizedTest
  @ValueSource(strings = {"a\nb.enc", "\n.enc", "a.enc\n", "a\rb.enc"})
  void aNameWithALineBreakHidesNoOtherKey(String file) throws Exception {
    host.on("/usr/bin/cat", text);
    KnownKeys known = known("vault.enc", file);
    assertEquals(List.of("vault"), known.all().stream().map(KnownKey::pool).toList());
    assertFalse(known.complete());
  }

  @ParameterizedTest
  @ValueSource(strings = {"vault.encrypted", ".enc", "vault.enc~", "vault.enc.bak"})
  void whatOnlyLooksLikeAKeysFileIsNoKeyOfAPool(String file) throws Exception {
    host.on("/usr/bin/cat", text);
    KnownKeys known = known(file);
    assertEquals(List.of(), known.all());
    assertFalse(known.complete());
  }

  @Test
  void aHostWithoutTheDirectoryHasNoKeysAndThatIsAllOfThem() throws Exception {
    host.on(FIND, Result.exited(1, "", "find: '/etc/pve/priv/storage': No such file or directory"));
    assertEquals(new KnownKeys(List.of(), true), new BackupKeys(host).known());
    assertEquals(1, host.trips());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 'find: Permission denied'",
    "1, ''",
    "127, 'find: not found'",
    "2, 'sudo: no tty'",
  })
  void aDirectoryThatCannotBeReadIsUnknown(int status, String error) {
    host.on(FIND, Result.exited(status, "", error));
    HostException.NoAnswer why =
        assertThrows(HostException.NoAnswer.class, () -> new BackupKeys(host).known());
    assertTrue(why.toString().contains("host.secret-unreadable"), why::toString);
  }

  @Test
  void nothingOfAKeyIsInWhatIsSaid() throws Exception {
    host.on("/usr/bin/cat", text);
    String data = text.replaceAll(".*\"data\":\"([^\"]*)\".*", "$1");
    assertEquals(44, data.length());
    assertFalse(known("vault.enc").toString().contains(data));
    assertFalse(host.asked().toString().contains(data));
  }
}
