package stowage.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stowage.config.StorageConfig;
import stowage.config.StorageId;
import stowage.conformance.LocalHost;
import stowage.conformance.Rig;
import stowage.exec.HostException;
import stowage.exec.Input;
import stowage.exec.Outcome;
import stowage.exec.Secret;
import stowage.message.Message;
import stowage.schema.Draft;
import stowage.schema.InvalidException;

/** Secrets of pools in real files, on a host that lies in a directory. */
class SecretPlansTest {
  private static final String CIFS = "/etc/pve/priv/storage/smb.pw";
  private static final String RBD = "/etc/pve/priv/ceph/blocks.keyring";
  private static final String CEPHFS = "/etc/pve/priv/ceph/files.secret";
  private static final String CONFIG = "/etc/pve/priv/ceph/blocks.conf";
  private static final String ADMIN = "/etc/pve/priv/ceph.client.admin.keyring";
  private static final String KEY = "AQBnothingToSeeHereAtAllReallyNotA8Q==";
  private static final String KEYRING = "[client.admin]\n\tkey = " + KEY + "\n\tcaps mds = \"*\"\n";
  private static final Map<String, String> SMB =
      Map.of("server", "192.0.2.1", "share", "s", "username", "u", "disable", "1");

  @TempDir Path root;
  private LocalHost machine;
  private Rig rig;

  @BeforeEach
  void begin() throws Exception {
    machine = new LocalHost(root).write("/dev/null", "");
    rig = Rig.on(machine);
  }

  @Test
  void aPasswordGetsAFileThatOnlyRootReads() throws Exception {
    rig.done(rig.host().planAdd(smb("hush hush")));
    assertEquals("password=hush hush\n", machine.read(CIFS));
    assertEquals("rw-------", mode(CIFS));
    assertEquals("rwx------", mode("/etc/pve/priv"));
    assertEquals("rwx------", mode("/etc/pve/priv/storage"));
    assertFalse(machine.read(StorageConfig.PATH).contains("hush"));
    assertEquals(List.of("smb.pw"), names("/etc/pve/priv/storage"));
  }

  @Test
  void thePlanShowsWhereAndNotWhat() throws Exception {
    Proposal proposal = rig.host().planAdd(smb("hush hush"));
    String shown = proposal.toString();
    assertTrue(shown.contains(CIFS), shown);
    assertTrue(shown.contains("0600"), shown);
    assertFalse(shown.contains("hush"), shown);
  }

  @Test
  void aPlanHoldsNothingOnceTheSecretIsClosed() throws Exception {
    Secret password = Secret.of("hush".toCharArray());
    Draft draft = new Draft("smb", "cifs", SMB, Map.of("password", password), Set.of());
    Proposal proposal = rig.host().planAdd(draft);
    List<Secret> inPlan =
        proposal.plan().steps().stream()
            .map(s -> s.command().input())
            .filter(Input.Hidden.class::isInstance)
            .map(i -> ((Input.Hidden) i).secret())
            .toList();
    assertEquals(1, inPlan.size());
    assertEquals("password=hush\n", new String(inPlan.getFirst().reveal(), StandardCharsets.UTF_8));
    password.close();
    assertThrows(IllegalStateException.class, () -> inPlan.getFirst().reveal());
  }

  @Test
  void aPlanThatFailsTakesTheSecretAway() throws Exception {
    failToReplaceConfig();
    Outcome outcome = rig.host().apply(rig.host().planAdd(smb("hush")), rig.freshJob(), _ -> {});
    assertTrue(outcome.verdict() instanceof Outcome.Verdict.Undone, outcome::toString);
    assertFalse(Files.exists(machine.at("/etc/pve")), "the host is as before");
  }

  @Test
  void whatAnEarlierPoolOfTheNameLeftIsNotUsed() throws Exception {
    machine.write(CIFS, "password=stale\n");
    rig.done(rig.host().planAdd(Draft.of("smb", "cifs", SMB)));
    assertEquals(List.of(), names("/etc/pve/priv/storage"));
  }

  @Test
  void andIsBackWhenThePlanFails() throws Exception {
    machine.write(CIFS, "password=stale\n");
    failToReplaceConfig();
    Outcome outcome =
        rig.host().apply(rig.host().planAdd(Draft.of("smb", "cifs", SMB)), rig.freshJob(), _ -> {});
    assertTrue(outcome.verdict() instanceof Outcome.Verdict.Undone, outcome::toString);
    assertEquals("password=stale\n", machine.read(CIFS));
    assertEquals(List.of("smb.pw"), names("/etc/pve/priv/storage"));
  }

  @Test
  void aNewPasswordReplacesTheOldOne() throws Exception {
    rig.done(rig.host().planAdd(smb("first")));
    rig.done(rig.host().planSet(given("smb", "cifs", "password", "second"), null));
    assertEquals("password=second\n", machine.read(CIFS));
    assertEquals("rw-------", mode(CIFS));
    assertEquals(List.of("smb.pw"), names("/etc/pve/priv/storage"));
  }

  @Test
  void theOldPasswordIsPutBackWhenALaterStepFails() throws Exception {
    rig.done(rig.host().planAdd(smb("first")));
    Proposal proposal = rig.host().planSet(given("smb", "cifs", "password", "second"), null);
    failToReplaceConfig();
    Outcome outcome = rig.host().apply(proposal, rig.freshJob(), _ -> {});
    assertTrue(outcome.verdict() instanceof Outcome.Verdict.Undone, outcome::toString);
    assertEquals("password=first\n", machine.read(CIFS));
    assertEquals(List.of("smb.pw"), names("/etc/pve/priv/storage"));
  }

  @Test
  void onlyWhatIsMentionedChanges() throws Exception {
    rig.done(rig.host().planAdd(smb("first")));
    rig.done(rig.host().planSet(Draft.of("smb", "", Map.of("content", "iso")), null));
    assertEquals("password=first\n", machine.read(CIFS));
    Draft without = new Draft("smb", "", Map.of(), Map.of(), Set.of("password"));
    rig.done(rig.host().planSet(without, null));
    assertFalse(Files.exists(machine.at(CIFS)));
  }

  @Test
  void theSecretGoesWithThePool() throws Exception {
    rig.done(rig.host().planAdd(smb("first")));
    rig.done(rig.host().planRemove(new StorageId("smb")));
    assertFalse(Files.exists(machine.at(CIFS)));
    assertEquals("", machine.read(StorageConfig.PATH));
  }

  @Test
  void aSecretThatAppearsAfterPlanningIsLeftAlone() throws Exception {
    Proposal proposal = rig.host().planAdd(smb("mine"));
    machine.write(CIFS, "password=theirs\n");
    assertThrows(stowage.exec.HostException.Conflict.class, () -> rig.done(proposal));
    assertEquals("password=theirs\n", machine.read(CIFS));
  }

  @Test
  void aKeyringIsKeptAsGivenForItsOwnerToReadOnly() throws Exception {
    rig.done(rig.host().planAdd(ceph("rbd", "blocks", KEYRING + "\n\n")));
    assertEquals(KEYRING, machine.read(RBD));
    assertEquals("r--------", mode(RBD));
    rig.done(rig.host().planAdd(ceph("cephfs", "files", KEY)));
    assertEquals(KEY + "\n", machine.read(CEPHFS));
  }

  @Test
  void whatIsNoKeyOfCephIsRefused() {
    assertEquals("problem.no-keyring", refused(ceph("rbd", "blocks", KEY)));
    assertEquals("problem.no-keyring", refused(ceph("rbd", "blocks", "[a]\nkey = half\n")));
    assertEquals("problem.no-ceph-key", refused(ceph("cephfs", "files", KEYRING)));
    assertEquals("problem.no-ceph-key", refused(ceph("cephfs", "files", "AQB")));
  }

  @Test
  void theAdministratorsKeyIsCopiedOnTheHost() throws Exception {
    machine.write(ADMIN, "[client.other]\n\tkey = x==\n" + KEYRING);
    sed();
    rig.done(rig.host().planAdd(Draft.of("blocks", "rbd", off())));
    assertEquals("[client.other]\n\tkey = x==\n" + KEYRING, machine.read(RBD));
    rig.done(rig.host().planAdd(Draft.of("files", "cephfs", off())));
    assertEquals(KEY + "\n", machine.read(CEPHFS));
  }

  @Test
  void anAdministratorsKeyringWithoutAKeyIsNotTaken() throws Exception {
    machine.write(ADMIN, "[client.other]\n\tkey = " + KEY + "\n[client.admin]\n\tnothing = 1\n");
    sed();
    Proposal proposal = rig.host().planAdd(Draft.of("files", "cephfs", off()));
    Outcome outcome = rig.host().apply(proposal, rig.freshJob(), _ -> {});
    assertTrue(outcome.verdict() instanceof Outcome.Verdict.Undone, outcome::toString);
    assertFalse(Files.exists(machine.at("/etc/pve/priv/ceph")));
  }

  @Test
  void withoutAnyKeyAuthenticationIsSaidToBeOff() throws Exception {
    Proposal proposal = rig.host().planAdd(Draft.of("blocks", "rbd", off()));
    assertTrue(
        proposal.findings().contains(Message.of("finding.ceph-no-key", ADMIN, RBD)),
        proposal::toString);
    rig.done(proposal);
    assertFalse(Files.exists(machine.at(RBD)));
  }

  @Test
  void aKeyThatIsThereAlreadyIsNotTakenForTheNewPool() throws Exception {
    machine.write(RBD, "theirs").write(ADMIN, KEYRING);
    assertEquals("problem.ceph-key-exists", refused(Draft.of("blocks", "rbd", off())));
    rig.done(rig.host().planAdd(ceph("rbd", "blocks", KEYRING)));
    assertEquals(KEYRING, machine.read(RBD));
  }

  @Test
  void theClusterFileSystemIsNotToldModes() throws Exception {
    machine.write("/proc/mounts", "/dev/sda1 / ext4 rw 0 0\n/dev/fuse /etc/pve fuse rw 0 0\n");
    Files.createDirectories(machine.at("/etc/pve"));
    Proposal proposal = rig.host().planAdd(smb("hush"));
    assertFalse(proposal.toString().contains("0600"));
    assertFalse(proposal.toString().contains("0700"));
    rig.done(proposal);
    assertEquals("password=hush\n", machine.read(CIFS));
  }

  private String refused(Draft draft) {
    InvalidException refused =
        assertThrows(InvalidException.class, () -> rig.host().planAdd(draft));
    assertEquals("keyring", refused.problems().getFirst().field());
    return refused.problems().getFirst().said().key();
  }

  private static Map<String, String> off() {
    return new HashMap<>(Map.of("disable", "1"));
  }

  private static Draft smb(String password) {
    return new Draft("smb", "cifs", SMB, Map.of("password", secret(password)), Set.of());
  }

  private static Draft foreign(String id) {
    return new Draft(
        id,
        "rbd",
        Map.of("disable", "1", "monhost", "192.0.2.1,192.0.2.2"),
        Map.of("keyring", secret(KEYRING)),
        Set.of());
  }

  /** Proxmox VE 9 writes it for clusters elsewhere, and takes it away with the pool. */
  @Test
  void aForeignClustersConfigurationNamesItsKeyringAndGoesWithThePool() throws Exception {
    rig.done(rig.host().planAdd(foreign("blocks")));
    assertEquals("[global]\nkeyring = " + RBD + "\n", machine.read(CONFIG));
    assertEquals("rw-------", mode(CONFIG));
    Proposal removal = rig.host().planRemove(new StorageId("blocks"));
    assertEquals(List.of(Message.of("finding.data-stays")), removal.findings());
    rig.done(removal);
    assertFalse(Files.exists(machine.at(CONFIG)));
    assertFalse(Files.exists(machine.at(RBD)));
  }

  @Test
  void theOwnClusterNeedsNoSuchConfiguration() throws Exception {
    rig.done(rig.host().planAdd(ceph("rbd", "blocks", KEYRING)));
    assertFalse(Files.exists(machine.at(CONFIG)));
    machine.write(CONFIG, "theirs");
    rig.done(rig.host().planRemove(new StorageId("blocks")));
    assertEquals("theirs", machine.read(CONFIG));
  }

  @Test
  void aConfigurationInWhichSomebodyHasWrittenStays() throws Exception {
    String theirs = "[global]\nkeyring = /root/k\nms_bind_ipv6 = true\n";
    machine.write(CONFIG, theirs);
    Proposal addition = rig.host().planAdd(foreign("blocks"));
    assertTrue(
        addition.findings().contains(Message.of("finding.ceph-config-stays", CONFIG)),
        addition.findings().toString());
    rig.done(addition);
    assertEquals(theirs, machine.read(CONFIG));
    Proposal removal = rig.host().planRemove(new StorageId("blocks"));
    assertTrue(
        removal.findings().contains(Message.of("finding.ceph-config-left", CONFIG)),
        removal.findings().toString());
    rig.done(removal);
    assertEquals(theirs, machine.read(CONFIG));
    assertFalse(Files.exists(machine.at(RBD)));
  }

  @Test
  void aConfigurationThatComesMeanwhileIsAConflict() throws Exception {
    Proposal addition = rig.host().planAdd(foreign("blocks"));
    machine.write(CONFIG, "theirs");
    assertThrows(HostException.Conflict.class, () -> rig.done(addition));
    assertEquals("theirs", machine.read(CONFIG));
    assertFalse(Files.exists(machine.at(RBD)));
  }

  @Test
  void aConfigurationThatComesWhileOursIsWrittenStays() throws Exception {
    machine.write(StorageConfig.PATH, "");
    Proposal addition = rig.host().planAdd(foreign("blocks"));
    machine.program(
        "/usr/bin/mv",
        "for last; do :; done\n"
            + "case \"$*\" in -n*blocks.conf) printf theirs > \"$last\";; esac\n"
            + "exec /usr/bin/mv \"$@\"\n");
    Outcome outcome = rig.host().apply(addition, rig.freshJob(), _ -> {});
    assertTrue(outcome.verdict() instanceof Outcome.Verdict.Undone, outcome::toString);
    assertEquals("theirs", machine.read(CONFIG));
    assertEquals(List.of("blocks.conf"), names("/etc/pve/priv/ceph"));
    assertFalse(machine.read(StorageConfig.PATH).contains("blocks"));
  }

  private static Draft ceph(String type, String id, String keyring) {
    return new Draft(id, type, off(), Map.of("keyring", secret(keyring)), Set.of());
  }

  private static Draft given(String id, String type, String key, String value) {
    return new Draft(id, type, Map.of(), Map.of(key, secret(value)), Set.of());
  }

  private static Secret secret(String text) {
    return Secret.of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Renames the secrets' files, but not that of the configuration. */
  private void failToReplaceConfig() throws Exception {
    machine.program(
        "/usr/bin/mv",
        "case \"$*\" in *storage.cfg*) echo 'mv: no space left' >&2; exit 1;; esac\n"
            + "exec /usr/bin/mv \"$@\"\n");
  }

  /** Only the words that begin with a path are moved below the root; here one is inside. */
  private void sed() throws Exception {
    machine.program(
        "/usr/bin/sed", "exec /usr/bin/sed -n \"${2%w *}w " + root + "${2##*w }\" \"$3\"\n");
  }

  private String mode(String path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(machine.at(path)));
  }

  private List<String> names(String directory) throws Exception {
    try (Stream<Path> files = Files.list(machine.at(directory))) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }
}
