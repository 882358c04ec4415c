package stowage.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
import stowage.exec.Lock;
import stowage.exec.Outcome;
import stowage.message.Message;
import stowage.schema.Draft;
import stowage.schema.InvalidException;
import stowage.schema.Problem;

/** Real changes of a real file, on a host that lies in a directory. */
class ConfigPlansTest {
  private static final String BEFORE =
      """
      # by hand

      dir: bulk
      	path /srv/bulk
      	content iso
      	futuristic yes

      drbd: old
      	redundancy 2

      """;

  @TempDir Path root;
  private LocalHost machine;
  private Rig rig;

  @BeforeEach
  void begin() throws Exception {
    machine = new LocalHost(root).write(StorageConfig.PATH, BEFORE);
    Files.createDirectories(machine.at("/srv/bulk"));
    rig = Rig.on(machine);
  }

  @Test
  void aPoolIsAppendedAndEverythingElseStays() throws Exception {
    Proposal proposal =
        rig.host().planAdd(dir("new1", Map.of("path", "/srv//new/", "content", "iso,backup")));
    rig.done(proposal);
    assertEquals(
        BEFORE + "dir: new1\n\tpath /srv/new\n\tcontent iso,backup\n\n",
        machine.read(StorageConfig.PATH));
    assertTrue(Files.isDirectory(machine.at("/srv/new/template/iso")));
    assertEquals(List.of("storage.cfg"), names("/etc/pve"), "no temporary file is left");
  }

  @Test
  void aHostWithoutAnyConfigurationGetsOne() throws Exception {
    Files.delete(machine.at(StorageConfig.PATH));
    Files.delete(machine.at("/etc/pve"));
    rig.done(rig.host().planAdd(dir("new1", Map.of("path", "/srv/new"))));
    assertEquals("dir: new1\n\tpath /srv/new\n\n", machine.read(StorageConfig.PATH));
    assertEquals("rw-r-----", mode(StorageConfig.PATH));
    assertEquals("rwxr-xr-x", mode("/etc/pve"));
  }

  @Test
  void theFileKeepsItsMode() throws Exception {
    Files.setPosixFilePermissions(
        machine.at(StorageConfig.PATH), PosixFilePermissions.fromString("rw-rw-r--"));
    rig.done(rig.host().planSet(dir("bulk", Map.of("content", "backup")), null));
    assertEquals("rw-rw-r--", mode(StorageConfig.PATH));
  }

  @Test
  void aChangeKeepsWhatIsNotUnderstood() throws Exception {
    rig.done(rig.host().planSet(dir("bulk", Map.of("disable", "yes")), null));
    String after = machine.read(StorageConfig.PATH);
    assertTrue(after.startsWith("# by hand\n\ndir: bulk\n\tdisable\n\tpath /srv/bulk\n"), after);
    assertTrue(after.contains("\tfuturistic yes\n"), after);
    assertTrue(after.endsWith("drbd: old\n\tredundancy 2\n\n"), after);
    rig.done(rig.host().planSet(dir("bulk", Map.of("disable", "0")), null));
    assertEquals(BEFORE, machine.read(StorageConfig.PATH));
  }

  @Test
  void removingForgetsTheSectionAndNothingElse() throws Exception {
    machine.write("/srv/bulk/template/iso/a.iso", "data");
    Proposal proposal = rig.host().planRemove(new StorageId("bulk"));
    assertTrue(proposal.findings().contains(Message.of("finding.data-stays")));
    rig.done(proposal);
    assertEquals("# by hand\n\ndrbd: old\n\tredundancy 2\n\n", machine.read(StorageConfig.PATH));
    assertEquals("data", machine.read("/srv/bulk/template/iso/a.iso"));
  }

  @Test
  void localIsChangedByWritingItDown() throws Exception {
    rig.done(rig.host().planSet(dir("local", Map.of("content", "iso")), null));
    String after = machine.read(StorageConfig.PATH);
    assertTrue(after.startsWith(BEFORE + "dir: local\n\tpath /var/lib/vz\n\tcontent iso\n"), after);
  }

  @Test
  void allThatIsWrongIsToldAtOnce() {
    Draft draft =
        Draft.of("x", "dir", Map.of("path", "relative", "server", "a", "content", "books"));
    InvalidException refused =
        assertThrows(InvalidException.class, () -> rig.host().planAdd(draft));
    assertEquals(
        Set.of("storage", "path", "server", "content"),
        Set.copyOf(refused.problems().stream().map(Problem::field).toList()));
  }

  @Test
  void aTakenNameIsRefused() {
    for (String id : List.of("bulk", "old", "local")) {
      InvalidException refused =
          assertThrows(
              InvalidException.class, () -> rig.host().planAdd(dir(id, Map.of("path", "/srv/x"))));
      assertEquals(List.of(Problem.of("storage", "problem.storage-taken", id)), refused.problems());
    }
  }

  @Test
  void aDraftOfAnOlderFileIsAConflict() throws Exception {
    String digest = rig.host().refresh().config().digest();
    machine.write(StorageConfig.PATH, BEFORE + "dir: other\n\tpath /srv/other\n\n");
    assertThrows(
        HostException.Conflict.class,
        () -> rig.host().planSet(dir("bulk", Map.of("content", "iso")), digest));
  }

  @Test
  void aFileThatChangesAfterPlanningIsLeftAlone() throws Exception {
    Proposal proposal = rig.host().planAdd(dir("new1", Map.of("path", "/srv/new")));
    String theirs = BEFORE + "dir: other\n\tpath /srv/other\n\n";
    machine.write(StorageConfig.PATH, theirs);
    HostException.Conflict conflict =
        assertThrows(HostException.Conflict.class, () -> rig.done(proposal));
    assertEquals("host.config-changed", conflict.said().key());
    assertEquals(theirs, machine.read(StorageConfig.PATH));
    assertFalse(Files.exists(machine.at("/srv/new")), "nothing was begun");
  }

  @Test
  void aFileThatAppearsAfterPlanningIsLeftAlone() throws Exception {
    Files.delete(machine.at(StorageConfig.PATH));
    Proposal proposal = rig.host().planAdd(dir("new1", Map.of("path", "/srv/new")));
    machine.write(StorageConfig.PATH, BEFORE);
    assertThrows(HostException.Conflict.class, () -> rig.done(proposal));
    assertEquals(BEFORE, machine.read(StorageConfig.PATH));
  }

  @Test
  void replanningTakesTheNewFileInstead() throws Exception {
    String theirs = BEFORE + "dir: other\n\tpath /srv/other\n\n";
    Host.Planning planning =
        () -> {
          Proposal proposal = rig.host().planAdd(dir("new1", Map.of("path", "/srv/new")));
          if (!proposal.configDiff().orElseThrow().contains("other")) {
            write(theirs);
          }
          return proposal;
        };
    Host.Applied applied =
        rig.host().applyReplanning(planning, "test-replan-" + System.nanoTime(), _ -> {});
    assertTrue(applied.outcome().done());
    assertEquals(theirs + "dir: new1\n\tpath /srv/new\n\n", machine.read(StorageConfig.PATH));
  }

  @Test
  void aStepThatFailsLeavesTheHostAsItWas() throws Exception {
    machine.program("/usr/bin/mv", "echo 'mv: no space left on device' >&2; exit 1\n");
    Proposal proposal = rig.host().planAdd(dir("new1", Map.of("path", "/srv/new")));
    Outcome outcome = rig.host().apply(proposal, "test-undo-" + System.nanoTime(), _ -> {});
    assertTrue(outcome.verdict() instanceof Outcome.Verdict.Undone, outcome::toString);
    assertEquals(BEFORE, machine.read(StorageConfig.PATH));
    assertEquals(List.of("storage.cfg"), names("/etc/pve"));
    assertFalse(Files.exists(machine.at("/srv/new")), "directories are taken back");
  }

  @Test
  void whoHoldsTheLockIsWaitedForAndThenNamed() throws Exception {
    Proposal proposal = rig.host().planAdd(dir("new1", Map.of("path", "/srv/new")));
    machine.write("/var/lock/pve-manager/storage_cfg", "");
    Process holder =
        new ProcessBuilder(
                "flock", machine.at("/var/lock/pve-manager/storage_cfg").toString(), "sleep", "60")
            .start();
    try {
      Thread.sleep(300);
      HostException.Conflict conflict =
          assertThrows(HostException.Conflict.class, () -> rig.done(proposal));
      assertEquals("host.file-lock-busy", conflict.said().key());
      assertEquals(BEFORE, machine.read(StorageConfig.PATH));
    } finally {
      holder.descendants().forEach(ProcessHandle::destroyForcibly);
      holder.destroyForcibly();
    }
  }

  @Test
  void theSamePlaceUnderAnotherNameIsFoundOut() throws Exception {
    Proposal proposal = rig.host().planAdd(dir("again", Map.of("path", "/srv/bulk")));
    assertTrue(proposal.findings().contains(Message.of("finding.same-place", "bulk")));
  }

  @Test
  void aPoolForOtherNodesIsOnlyWrittenDown() throws Exception {
    Proposal proposal =
        rig.host().planAdd(dir("far", Map.of("path", "/srv/far", "nodes", "elsewhere")));
    assertTrue(proposal.findings().stream().anyMatch(f -> f.key().equals("finding.not-this-node")));
    rig.done(proposal);
    assertFalse(Files.exists(machine.at("/srv/far")));
  }

  @Test
  void aDirectoryOnTheSystemDiskIsPointedOut() throws Exception {
    Message said = Message.of("finding.root-file-system", "/srv/new");
    assertTrue(
        rig.host().planAdd(dir("new1", Map.of("path", "/srv/new"))).findings().contains(said));
    machine.write("/proc/mounts", "/dev/sda1 / ext4 rw 0 0\n/dev/sdb1 /srv ext4 rw 0 0\n");
    assertFalse(
        rig.host().planAdd(dir("new1", Map.of("path", "/srv/new"))).findings().contains(said));
  }

  @Test
  void aFileThatIsNoTextIsNotTouched() throws Exception {
    Files.write(machine.at(StorageConfig.PATH), new byte[] {'#', ' ', (byte) 0xe9, '\n'});
    InvalidException refused =
        assertThrows(
            InvalidException.class,
            () -> rig.host().planAdd(dir("new1", Map.of("path", "/srv/new"))));
    assertEquals("problem.config-encoding", refused.problems().getFirst().said().key());
  }

  @Test
  void aClusterIsLockedAsItsOwnToolsDoAndUnlockedAgain() throws Exception {
    machine.write("/proc/mounts", "/dev/sda1 / ext4 rw 0 0\n/dev/fuse /etc/pve fuse rw 0 0\n");
    Proposal proposal = rig.host().planAdd(dir("new1", Map.of("path", "/srv/new")));
    assertEquals(List.of(new Lock.Cluster("file-storage_cfg")), proposal.plan().locks());
    Path lock = machine.at("/etc/pve/priv/lock/file-storage_cfg");
    Files.createDirectories(lock);
    HostException.Conflict busy =
        assertThrows(HostException.Conflict.class, () -> rig.done(proposal));
    assertEquals("host.cluster-lock-busy", busy.said().key());
    assertEquals(BEFORE, machine.read(StorageConfig.PATH));
    Files.delete(lock);
    rig.done(proposal);
    assertTrue(machine.read(StorageConfig.PATH).endsWith("dir: new1\n\tpath /srv/new\n\n"));
    assertFalse(Files.exists(lock));
  }

  private List<Message> unknownTo(String version, Draft draft) throws Exception {
    machine.write("/proc/mounts", "/dev/sda1 / ext4 rw 0 0\n/dev/fuse /etc/pve fuse rw 0 0\n");
    machine.program("/usr/bin/dpkg-query", version.isEmpty() ? "exit 1\n" : "printf " + version);
    return rig.host().planAdd(draft).findings().stream()
        .filter(m -> m.key().endsWith("-unknown"))
        .toList();
  }

  @Test
  void whatTheNodesProxmoxVeDoesNotKnowIsPointedOut() throws Exception {
    String chain = "snapshot-as-volume-chain";
    Draft chained = dir("new1", Map.of("path", "/srv/new", chain, "1"));
    Message lost = Message.of("finding.property-unknown", 8, chain);
    assertEquals(List.of(lost), unknownTo("8.3.6", chained));
    assertEquals(List.of(), unknownTo("9.0.13", chained));
    assertEquals(List.of(), unknownTo("", chained), "a node whose packages can't be asked");
    Draft plain = dir("new1", Map.of("path", "/srv/new"));
    assertEquals(List.of(), unknownTo("8.3.6", plain));
    Draft gluster =
        Draft.of("gl", "glusterfs", Map.of("server", "192.0.2.1", "volume", "v", "disable", "1"));
    assertEquals(List.of(), unknownTo("8.3.6", gluster));
    assertEquals(
        List.of(Message.of("finding.type-unknown", 9, "glusterfs")), unknownTo("9.0.13", gluster));
    machine.write(StorageConfig.PATH, "dir: new1\n\tpath /srv/new\n\n");
    Draft later = new Draft("new1", "dir", Map.of("maxfiles", "3"), Map.of(), Set.of());
    assertTrue(
        rig.host()
            .planSet(later, null)
            .findings()
            .contains(Message.of("finding.property-unknown", 9, "maxfiles")));
  }

  @Test
  void aProgramThatIsNeededAndMissingIsNamedWithItsPackage() {
    Draft draft = Draft.of("nas", "nfs", Map.of("server", "192.0.2.1", "export", "/e"));
    InvalidException refused =
        assertThrows(InvalidException.class, () -> rig.host().planAdd(draft));
    assertTrue(
        refused.problems().stream()
            .map(Problem::said)
            .anyMatch(
                m -> m.key().equals("problem.tool-missing") && m.args().contains("nfs-common")),
        refused::getMessage);
  }

  @Test
  void whatADisabledPoolNeedsMayBeMissingButIsPointedOut() throws Exception {
    Draft draft =
        Draft.of("nas", "nfs", Map.of("server", "192.0.2.1", "export", "/e", "disable", "1"));
    Proposal proposal = rig.host().planAdd(draft);
    List<String> findings = proposal.findings().stream().map(Message::key).toList();
    assertTrue(findings.contains("finding.tool-missing"), findings::toString);
    assertTrue(findings.contains("finding.added-disabled"), findings::toString);
    assertTrue(findings.contains("finding.always-shared"), findings::toString);
    rig.done(proposal);
    assertTrue(
        machine
            .read(StorageConfig.PATH)
            .endsWith(
                "nfs: nas\n\tdisable\n\texport /e\n\tpath /mnt/pve/nas\n\tserver 192.0.2.1\n\n"));
  }

  @Test
  void aPoolThatCarriesAnotherIsNotRemoved() throws Exception {
    machine.write(
        StorageConfig.PATH,
        """
        iscsi: san
        	portal 192.0.2.1
        	target iqn.x

        lvm: vg
        	vgname vg
        	base san:0.0.1.scsi-1

        """);
    InvalidException refused =
        assertThrows(InvalidException.class, () -> rig.host().planRemove(new StorageId("san")));
    assertEquals(
        List.of(Problem.of("storage", "problem.storage-is-base", "san", "vg")), refused.problems());
  }

  private void write(String text) {
    try {
      machine.write(StorageConfig.PATH, text);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Draft dir(String id, Map<String, String> values) {
    return Draft.of(id, "dir", values);
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
