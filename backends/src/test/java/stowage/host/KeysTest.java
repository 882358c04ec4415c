package stowage.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stowage.config.StorageConfig;
import stowage.config.StorageId;
import stowage.conformance.LocalHost;
import stowage.conformance.Rig;
import stowage.exec.HostException;
import stowage.exec.Outcome;
import stowage.exec.Reading;
import stowage.exec.Secret;
import stowage.message.Message;
import stowage.pbs.EncryptionKey;
import stowage.pbs.KeyFile;
import stowage.pbs.MasterPublicKey;
import stowage.pbs.Protection;
import stowage.schema.Draft;
import stowage.schema.InvalidException;

/** Pools of backup servers and their keys in real files, on a host that lies in a directory. */
class KeysTest {
  private static final String DIRECTORY = "/etc/pve/priv/storage";
  private static final String KEY = DIRECTORY + "/vault.enc";
  private static final String OLD = KEY + ".old";
  private static final String MASTER = DIRECTORY + "/vault.master.pem";
  private static final String PASSWORD = DIRECTORY + "/vault.pw";
  private static final StorageId VAULT = new StorageId("vault");
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static String master = "";
  private static String smallMaster = "";

  @TempDir Path root;
  private LocalHost machine;
  private Rig rig;

  @BeforeAll
  static void makeMasters() throws Exception {
    master = publicPem(3072);
    smallMaster = publicPem(2048);
  }

  @BeforeEach
  void begin() throws Exception {
    machine = new LocalHost(root).write("/dev/null", "");
    rig = Rig.on(machine);
  }

  @Test
  void aPoolIsAddedWithAllItsSecretsInTheirPlaces() throws Exception {
    String key = made();
    rig.done(
        rig.host()
            .planAdd(
                vault(Map.of("password", "hush", "encryption-key", key, "master-pubkey", master))));
    assertEquals(key + "\n", machine.read(KEY));
    assertEquals(master + "\n", machine.read(MASTER));
    assertEquals("hush\n", machine.read(PASSWORD));
    for (String file : List.of(KEY, MASTER, PASSWORD)) {
      assertEquals("rw-------", mode(file), file);
    }
    assertEquals(List.of("vault.enc", "vault.master.pem", "vault.pw"), names());
    String config = machine.read(StorageConfig.PATH);
    assertTrue(config.contains("\tencryption-key " + fingerprint(key) + "\n"), config);
    assertTrue(config.contains("\tmaster-pubkey 1\n"), config);
    assertFalse(config.contains("hush"), config);
  }

  @Test
  void whatAllPropertiesAreCalledInTheFile() throws Exception {
    Map<String, String> values = new HashMap<>(values());
    values.putAll(
        Map.of(
            "port",
            "8017",
            "username",
            "b@pbs!n",
            "namespace",
            "a/b",
            "content",
            "backup",
            "fingerprint",
            "AB:".repeat(31) + "cd",
            "prune-backups",
            "keep-last=3"));
    rig.done(rig.host().planAdd(Draft.of("vault", "pbs", values)));
    assertEquals(
        """
        pbs: vault
        	disable
        	datastore main
        	server 192.0.2.1
        	content backup
        	fingerprint %s
        	namespace a/b
        	port 8017
        	prune-backups keep-last=3
        	username b@pbs!n

        """
            .formatted("AB:".repeat(31) + "cd"),
        machine.read(StorageConfig.PATH));
    rig.done(rig.host().planRemove(VAULT));
    assertEquals("", machine.read(StorageConfig.PATH));
  }

  @Test
  void aMasterKeyIsTakenAsBase64Too() throws Exception {
    String parameter =
        Base64.getEncoder().encodeToString(master.getBytes(StandardCharsets.US_ASCII));
    rig.done(
        rig.host().planAdd(vault(Map.of("encryption-key", made(), "master-pubkey", parameter))));
    assertEquals(master + "\n", machine.read(MASTER));
  }

  @Test
  void aKeyThatDoesNotSayWhichItIsIsShownAsOne() throws Exception {
    String key = made().replaceAll(",\"fingerprint\":\"[^\"]*\"", "");
    rig.done(rig.host().planAdd(vault(Map.of("encryption-key", key))));
    assertTrue(machine.read(StorageConfig.PATH).contains("\tencryption-key 1\n"));
  }

  @Test
  void noSecretIsShown() throws Exception {
    String key = made();
    Proposal proposal =
        rig.host().planAdd(vault(Map.of("password", "hush hush", "encryption-key", key)));
    String shown = proposal.toString();
    assertTrue(shown.contains(KEY), shown);
    assertFalse(shown.contains(data(key)), shown);
    assertFalse(shown.contains("hush hush"), shown);
  }

  @Test
  void whatABackupJobCouldNotUseIsRefusedWithTheReason() throws Exception {
    assertEquals("keys.not-json", refused("encryption-key", "{\"data\":"));
    assertEquals("keys.missing-member", refused("encryption-key", "{\"data\":\"\"}"));
    assertEquals("problem.key-to-be-made", refused("encryption-key", " autogen\n"));
    String key = made();
    assertEquals(
        "keys.wrong-fingerprint",
        refused(
            "encryption-key",
            key.replaceAll("\"fingerprint\":\"..", "\"fingerprint\":\"zz")
                .replace("zz", key.contains("\"fingerprint\":\"00") ? "11" : "00")));
    assertEquals(
        "keys.wrong-key-length",
        refused("encryption-key", key.replace(data(key), "AAECAwQFBgcICQ==")));
    assertEquals("keys.bad-base64", refused("encryption-key", key.replace(data(key), "!!!!")));
    try (EncryptionKey raw = EncryptionKey.generate();
        KeyFile closed = KeyFile.create(raw, Protection.pbkdf2(secret("passphrase"), null), NOW);
        Secret text = closed.compact(ZoneOffset.UTC)) {
      InvalidException refused =
          assertThrows(
              InvalidException.class,
              () -> rig.host().planAdd(vault(Map.of("encryption-key", text(text)))));
      assertEquals(
          Message.of("problem.key-with-passphrase", "pbkdf2"),
          refused.problems().getFirst().said());
    }
  }

  @Test
  void aMasterKeyMustBeLargeEnoughAndHaveAKeyBesideIt() throws Exception {
    Draft small = vault(Map.of("encryption-key", made(), "master-pubkey", smallMaster));
    assertEquals(
        Message.of("keys.master-too-small", 2048, 3072),
        assertThrows(InvalidException.class, () -> rig.host().planAdd(small))
            .problems()
            .getFirst()
            .said());
    assertEquals("problem.master-without-key", refused("master-pubkey", master));
    rig.done(rig.host().planAdd(vault(Map.of())));
    assertEquals(
        "problem.master-without-key",
        assertThrows(InvalidException.class, () -> rig.host().keys().planMaster(VAULT, pem()))
            .problems()
            .getFirst()
            .said()
            .key());
  }

  @Test
  void aMasterKeyIsNotPutBesideAKeyThatIsGone() throws Exception {
    rig.done(rig.host().planAdd(vault(Map.of("encryption-key", made()))));
    Files.delete(machine.at(KEY));
    assertEquals(
        "problem.key-file-missing",
        assertThrows(InvalidException.class, () -> rig.host().keys().planMaster(VAULT, pem()))
            .problems()
            .getFirst()
            .said()
            .key());
  }

  @Test
  void aReplacedKeyIsKept() throws Exception {
    String first = made();
    String second = made();
    rig.done(rig.host().planAdd(vault(Map.of("encryption-key", first))));
    Proposal proposal = rig.host().keys().planReplace(VAULT, secret(second));
    assertTrue(
        proposal.findings().contains(Message.of("finding.key-kept", OLD)), proposal::toString);
    rig.done(proposal);
    assertEquals(second + "\n", machine.read(KEY));
    assertEquals(first + "\n", machine.read(OLD));
    assertEquals("rw-------", mode(OLD));
    assertEquals("rw-------", mode(KEY));
    assertTrue(machine.read(StorageConfig.PATH).contains(fingerprint(second)));
  }

  @Test
  void allKeysThatWereEverReplacedAreKept() throws Exception {
    List<String> keys = List.of(made(), made(), made(), made());
    rig.done(rig.host().planAdd(vault(Map.of("encryption-key", keys.getFirst()))));
    for (String key : keys.subList(1, 4)) {
      rig.done(() -> rig.host().keys().planReplace(VAULT, secret(key)));
    }
    assertEquals(keys.get(2) + "\n", machine.read(OLD));
    assertEquals(keys.get(1) + "\n", machine.read(OLD + "." + brief(keys.get(1))));
    assertEquals(keys.get(0) + "\n", machine.read(OLD + "." + brief(keys.get(0))));
    assertEquals(4, names().size(), names().toString());
  }

  @Test
  void theSameKeyPutAwayTwiceAndOneWithoutANameTakeNoOthersPlace() throws Exception {
    String key = made();
    machine
        .write(KEY, "{}")
        .write(OLD, key)
        .write(OLD + "." + brief(key), "another with that name");
    rig.done(rig.host().planAdd(vault(Map.of("encryption-key", made()))));
    assertEquals(key, machine.read(OLD + "." + brief(key) + "-2"));
    assertEquals("another with that name", machine.read(OLD + "." + brief(key)));
    assertEquals("{}", machine.read(OLD));
    Secret third = secret(made());
    rig.done(() -> rig.host().keys().planReplace(VAULT, third));
    assertEquals("{}", machine.read(OLD + ".unnamed"));
  }

  @Test
  void aPlanThatFailsLeavesEveryKeyWhereItWas() throws Exception {
    String first = made();
    String second = made();
    String third = made();
    rig.done(rig.host().planAdd(vault(Map.of("encryption-key", first))));
    rig.done(rig.host().keys().planReplace(VAULT, secret(second)));
    Map<String, String> before = files();
    failToReplaceConfig();
    undone(rig.host().keys().planReplace(VAULT, secret(third)));
    assertEquals(before, files());
    undone(rig.host().keys().planRemoveKey(VAULT));
    assertEquals(before, files());
    undone(rig.host().planRemove(VAULT));
    assertEquals(before, files());
  }

  @Test
  void aKeyThatCannotBePutAwayKeepsThePool() throws Exception {
    String key = made();
    rig.done(rig.host().planAdd(vault(Map.of("encryption-key", key))));
    String config = machine.read(StorageConfig.PATH);
    machine.program(
        "/usr/bin/mv",
        "case \"$*\" in *vault.enc*) echo 'mv: no space left' >&2; exit 1;; esac\n"
            + "exec /usr/bin/mv \"$@\"\n");
    undone(rig.host().keys().planRemoveKey(VAULT));
    undone(rig.host().planRemove(VAULT));
    assertEquals(config, machine.read(StorageConfig.PATH));
    assertEquals(key + "\n", machine.read(KEY));
  }

  @Test
  void anAddedPoolThatFailsLeavesNothing() throws Exception {
    failToReplaceConfig();
    undone(rig.host().planAdd(vault(Map.of("encryption-key", made(), "master-pubkey", master))));
    assertFalse(Files.exists(machine.at("/etc/pve")), "the host is as before");
  }

  @Test
  void aRemovedKeyIsPutAwayAndTheMasterKeyStays() throws Exception {
    String key = made();
    rig.done(rig.host().planAdd(vault(Map.of("encryption-key", key, "master-pubkey", master))));
    Proposal proposal = rig.host().keys().planRemoveKey(VAULT);
    assertEquals(
        List.of(Message.of("finding.key-kept", OLD), Message.of("finding.master-key-idle", MASTER)),
        proposal.findings());
    rig.done(proposal);
    assertEquals(List.of("vault.enc.old", "vault.master.pem"), names());
    assertEquals(key + "\n", machine.read(OLD));
    String config = machine.read(StorageConfig.PATH);
    assertFalse(config.contains("encryption-key"), config);
    assertTrue(config.contains("master-pubkey 1"), config);
    rig.done(rig.host().keys().planRemoveMaster(VAULT));
    assertEquals(List.of("vault.enc.old"), names());
    assertFalse(machine.read(StorageConfig.PATH).contains("master-pubkey"));
  }

  @Test
  void aPoolThatGoesLeavesItsKeyButNoPassword() throws Exception {
    String key = made();
    rig.done(
        rig.host()
            .planAdd(
                vault(Map.of("password", "hush", "encryption-key", key, "master-pubkey", master))));
    Proposal proposal = rig.host().planRemove(VAULT);
    assertTrue(proposal.findings().contains(Message.of("finding.key-kept", OLD)));
    rig.done(proposal);
    assertEquals(List.of("vault.enc.old"), names());
    assertEquals(key + "\n", machine.read(OLD));
  }

  @Test
  void whatAnEarlierPoolOfTheNameLeftIsNotUsed() throws Exception {
    String stale = made();
    machine.write(KEY, stale).write(MASTER, "stale").write(PASSWORD, "stale");
    rig.done(rig.host().planAdd(vault(Map.of())));
    assertEquals(List.of("vault.enc.old"), names());
    assertEquals(stale, machine.read(OLD));
  }

  @Test
  void aKeyThatAppearsAfterPlanningIsLeftAlone() throws Exception {
    Proposal proposal = rig.host().planAdd(vault(Map.of("encryption-key", made())));
    machine.write(KEY, "theirs");
    assertThrows(HostException.Conflict.class, () -> rig.done(proposal));
    assertEquals("theirs", machine.read(KEY));
    Proposal other = rig.host().planAdd(vault(Map.of("encryption-key", made())));
    machine.write(OLD, "theirs too");
    assertThrows(HostException.Conflict.class, () -> rig.done(other));
    assertEquals("theirs too", machine.read(OLD));
  }

  @Test
  void theClusterFileSystemIsNotToldModes() throws Exception {
    machine.write("/proc/mounts", "/dev/sda1 / ext4 rw 0 0\n/dev/fuse /etc/pve fuse rw 0 0\n");
    String first = made();
    machine.write(KEY, first).write(OLD, "{}");
    Proposal proposal = rig.host().planAdd(vault(Map.of("encryption-key", made())));
    assertFalse(proposal.toString().contains("0600"));
    rig.done(proposal);
    assertEquals(first, machine.read(OLD));
    assertEquals("{}", machine.read(OLD + ".unnamed"));
  }

  @Test
  void theOverviewSaysWhatIsThereWithoutReadingAnyKey() throws Exception {
    String first = made();
    String second = made();
    rig.done(rig.host().planAdd(vault(Map.of("encryption-key", first, "master-pubkey", master))));
    rig.done(rig.host().keys().planReplace(VAULT, secret(second)));
    machine.write(DIRECTORY + "/gone.enc.old", pretty()).write(DIRECTORY + "/smb.pw", "x");
    rig.done(rig.host().planAdd(Draft.of("bare", "pbs", values())));

    Keys.Overview overview = known(rig.host().keys().list());
    assertEquals(
        List.of("vault", "bare"), overview.pools().stream().map(p -> p.pool().text()).toList());
    Keys.PoolKeys vault = overview.pools().getFirst();
    Keys.Lying key = Objects.requireNonNull(vault.key());
    assertEquals(fingerprint(second), vault.shown());
    assertEquals(fingerprint(second), Objects.requireNonNull(key.fingerprint()).text());
    assertEquals("none", key.kdf());
    assertEquals(NOW, key.created());
    assertNull(key.hint());
    assertFalse(vault.isMissing());
    assertEquals(List.of(OLD), vault.old().stream().map(Keys.Lying::path).toList());
    MasterPublicKey shown = Objects.requireNonNull(vault.master()).key();
    assertEquals(3072, Objects.requireNonNull(shown).bits());
    assertEquals(MasterPublicKey.read(pem()).fingerprint(), shown.fingerprint());

    Keys.PoolKeys bare = overview.pools().getLast();
    assertNull(bare.key());
    assertNull(bare.master());
    assertFalse(bare.isMissing());

    assertEquals(1, overview.left().size(), overview.toString());
    Keys.Lying left = overview.left().getFirst();
    assertEquals(DIRECTORY + "/gone.enc.old", left.path());
    assertEquals("scrypt", left.kdf());
    assertEquals("the usual", left.hint());
    assertFalse(overview.toString().contains(data(second)));
  }

  @Test
  void aPoolMayBeCalledLikeTheOldKeyOfAnother() throws Exception {
    rig.done(rig.host().planAdd(vault(Map.of("encryption-key", made()))));
    String inUse = made();
    rig.done(
        rig.host()
            .planAdd(
                new Draft(
                    "vault.enc.old",
                    "pbs",
                    values(),
                    Map.of("encryption-key", secret(inUse)),
                    Set.of())));
    machine.write(OLD + ".enc.old", made()).write(OLD, made()).write(OLD + ".gone.enc", made());

    Keys.Overview overview = known(rig.host().keys().list());
    Keys.PoolKeys vault = overview.pools().getFirst();
    assertEquals(List.of(OLD), vault.old().stream().map(Keys.Lying::path).toList());
    Keys.PoolKeys other = overview.pools().getLast();
    assertEquals(
        fingerprint(inUse),
        Objects.requireNonNull(Objects.requireNonNull(other.key()).fingerprint()).text());
    assertEquals(List.of(OLD + ".enc.old"), other.old().stream().map(Keys.Lying::path).toList());
    assertEquals(
        List.of(OLD + ".gone.enc"), overview.left().stream().map(Keys.Lying::path).toList());
  }

  @Test
  void whatIsBrokenIsSaidToBe() throws Exception {
    rig.done(rig.host().planAdd(vault(Map.of("encryption-key", made()))));
    machine.write(KEY, "nonsense").write(MASTER, "nonsense");
    Keys.PoolKeys broken = known(rig.host().keys().list()).pools().getFirst();
    assertEquals("", Objects.requireNonNull(broken.key()).kdf());
    assertNull(Objects.requireNonNull(broken.master()).key());
    Files.delete(machine.at(KEY));
    assertTrue(known(rig.host().keys().list()).pools().getFirst().isMissing());
  }

  @Test
  void aHostWithoutAnySecretsHasNoKeys() throws Exception {
    assertEquals(new Keys.Overview(List.of(), List.of()), known(rig.host().keys().list()));
  }

  @Test
  void aKeyIsOpenedWhereItIsWanted() throws Exception {
    String key = made();
    rig.done(rig.host().planAdd(vault(Map.of("encryption-key", key))));
    try (KeyFile file = rig.host().keys().open(VAULT);
        EncryptionKey opened = file.open(null);
        Secret text = rig.host().keys().text(VAULT)) {
      assertEquals(fingerprint(key), opened.fingerprint().text());
      assertEquals(key + "\n", text(text));
    }
  }

  @Test
  void aPoolWithoutAKeyAndAPoolOfAnotherKindHaveNoneToOpen() throws Exception {
    rig.done(rig.host().planAdd(vault(Map.of())));
    rig.done(rig.host().planAdd(Draft.of("bulk", "dir", Map.of("path", "/srv/bulk"))));
    assertEquals(
        "problem.no-key-file",
        assertThrows(InvalidException.class, () -> rig.host().keys().open(VAULT))
            .problems()
            .getFirst()
            .said()
            .key());
    StorageId other = new StorageId("bulk");
    assertEquals(
        "problem.not-a-backup-server",
        assertThrows(
                InvalidException.class, () -> rig.host().keys().planReplace(other, secret(made())))
            .problems()
            .getFirst()
            .said()
            .key());
  }

  @Test
  void everyMadeKeyIsAnother() throws Exception {
    assertNotEquals(fingerprint(made()), fingerprint(made()));
    byte[] read = made().getBytes(StandardCharsets.UTF_8);
    try (KeyFile file = KeyFile.read(read)) {
      assertFalse(file.needsPassphrase());
      assertEquals(255, read.length);
      try (Secret again = file.compact(ZoneOffset.UTC)) {
        assertArrayEquals(read, again.reveal());
      }
    }
  }

  private void undone(Proposal proposal) throws Exception {
    Outcome outcome = rig.host().apply(proposal, rig.freshJob(), _ -> {});
    assertInstanceOf(Outcome.Verdict.Undone.class, outcome.verdict(), outcome::toString);
  }

  private String refused(String property, String value) {
    InvalidException refused =
        assertThrows(
            InvalidException.class, () -> rig.host().planAdd(vault(Map.of(property, value))));
    assertEquals(property, refused.problems().getFirst().field());
    return refused.problems().getFirst().said().key();
  }

  private static <T> T known(Reading<T> reading) {
    return reading.optional().orElseThrow(() -> new AssertionError(reading.toString()));
  }

  private static Map<String, String> values() {
    return Map.of("server", "192.0.2.1", "datastore", "main", "disable", "1");
  }

  private static Draft vault(Map<String, String> secrets) {
    Map<String, Secret> given = new HashMap<>();
    secrets.forEach((k, v) -> given.put(k, secret(v)));
    return new Draft("vault", "pbs", values(), given, Set.of());
  }

  private static String made() throws Exception {
    try (Secret made = Keys.make(NOW, ZoneOffset.UTC)) {
      return text(made);
    }
  }

  private static String pretty() throws Exception {
    try (EncryptionKey raw = EncryptionKey.generate();
        KeyFile file =
            KeyFile.create(raw, Protection.scrypt(secret("passphrase"), "the usual"), NOW);
        Secret text = file.pretty(ZoneOffset.UTC)) {
      return text(text);
    }
  }

  private static String text(Secret secret) {
    return new String(secret.reveal(), StandardCharsets.UTF_8);
  }

  private static Secret secret(String text) {
    return Secret.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String fingerprint(String key) {
    return member(key, "fingerprint");
  }

  private static String data(String key) {
    return member(key, "data");
  }

  private static String member(String key, String name) {
    return key.replaceFirst(".*\"" + name + "\":\"([^\"]*)\".*", "$1");
  }

  private static String brief(String key) {
    return fingerprint(key).replace(":", "").substring(0, 16);
  }

  private static byte[] pem() {
    return master.getBytes(StandardCharsets.US_ASCII);
  }

  private static String publicPem(int bits) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    byte[] der = generator.generateKeyPair().getPublic().getEncoded();
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END PUBLIC KEY-----\n";
  }

  private void failToReplaceConfig() throws Exception {
    machine.program(
        "/usr/bin/mv",
        "case \"$*\" in *storage.cfg*) echo 'mv: no space left' >&2; exit 1;; esac\n"
            + "exec /usr/bin/mv \"$@\"\n");
  }

  private Map<String, String> files() throws Exception {
    Map<String, String> files = new HashMap<>();
    for (String name : names()) {
      files.put(name, machine.read(DIRECTORY + "/" + name));
    }
    return files;
  }

  private String mode(String path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(machine.at(path)));
  }

  private List<String> names() throws Exception {
    try (Stream<Path> files = Files.list(machine.at(DIRECTORY))) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }
}
