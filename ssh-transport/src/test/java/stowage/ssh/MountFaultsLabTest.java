package stowage.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stowage.config.StorageId;
import stowage.conformance.Rig;
import stowage.exec.Exec;
import stowage.exec.HostException;
import stowage.exec.Outcome;
import stowage.exec.Reading;
import stowage.exec.Secret;
import stowage.exec.WireShell;
import stowage.host.Proposal;
import stowage.schema.Draft;
import stowage.type.Scan;
import stowage.type.Scans;

/** Servers that refuse or are not there, and mounts that are in use, on a real host. */
@Tag("lab-long")
class MountFaultsLabTest {
  private static final StorageId ID = new StorageId("faults");
  private static final String MOUNT = "/mnt/pve/faults";
  private static final Map<String, String> SHARE =
      Map.of("server", "127.0.0.1", "share", "VMData", "username", "anna", "content", "iso");

  private final Lab lab = new Lab();
  private final Rig rig = new Rig(new WireShell(lab.link("root")), lab.freshJobs());

  @BeforeEach
  void begin() throws Exception {
    clear();
  }

  @AfterEach
  void end() throws Exception {
    try {
      clear();
      rig.run(Exec.changes("/usr/bin/rmdir", MOUNT).asRoot());
    } finally {
      rig.close();
      lab.close();
    }
  }

  private void clear() throws Exception {
    if (rig.host().refresh().pool(ID).isPresent()) {
      rig.done(() -> rig.host().planRemoveAndDeactivate(ID));
    }
  }

  private boolean there(String path) throws Exception {
    return rig.run(Exec.reads("/usr/bin/test", "-e", path).asRoot()).ok();
  }

  private static Draft share(String password, Map<String, String> more) {
    Map<String, String> values = new HashMap<>(SHARE);
    values.putAll(more);
    Secret secret = Secret.of(password.toCharArray());
    return new Draft(ID.text(), "cifs", values, Map.of("password", secret), Set.of());
  }

  @ParameterizedTest
  @CsvSource({
    "wrong, VMData, problem.smb-refused, NT_STATUS_LOGON_FAILURE",
    "secret, nothing, problem.smb-refused, NT_STATUS_BAD_NETWORK_NAME",
  })
  void aServerThatRefusesIsQuotedAndNothingIsLeft(
      String password, String share, String key, String status) throws Exception {
    HostException.NoAnswer refused =
        assertThrows(
            HostException.NoAnswer.class,
            () -> rig.host().planAdd(share(password, Map.of("share", share))));
    assertEquals(key, refused.said().key());
    assertTrue(refused.said().args().contains(status), refused::toString);
    assertFalse(there("/etc/pve/priv/storage/faults.pw"));
    assertFalse(there(MOUNT));
  }

  @Test
  void aServerThatIsNotThereIsSilent() throws Exception {
    HostException.NoAnswer refused =
        assertThrows(
            HostException.NoAnswer.class,
            () -> rig.host().planAdd(share("secret", Map.of("server", "192.0.2.77"))));
    assertEquals("problem.smb-silent", refused.said().key());
  }

  @Test
  void aGlusterVolumeThatNobodyOffersIsNamed() throws Exception {
    Map<String, String> values = Map.of("server", "storage.lab", "volume", "nothing");
    HostException.NoAnswer refused =
        assertThrows(
            HostException.NoAnswer.class,
            () -> rig.host().planAdd(Draft.of(ID.text(), "glusterfs", values)));
    assertEquals("problem.gluster-offline", refused.said().key());
  }

  /** On a host that has only the client: what asks the servers is a package of its own. */
  @Test
  void theSecondGlusterServerIsTriedWithoutTheirProgram() throws Exception {
    String program = "/usr/sbin/gluster";
    String away = program + ".away";
    rig.run(Exec.changes("/usr/bin/mv", program, away).asRoot());
    try {
      Map<String, String> values =
          Map.of(
              "server",
              "nowhere.lab",
              "server2",
              "storage.lab",
              "volume",
              "glustervol",
              "content",
              "iso");
      rig.done(() -> rig.host().planAdd(Draft.of(ID.text(), "glusterfs", values)));
      assertTrue(active());
    } finally {
      rig.run(Exec.changes("/usr/bin/mv", away, program).asRoot());
    }
  }

  @Test
  void aKeyThatCephDoesNotKnowLeavesNothingBehind() throws Exception {
    Secret key = Secret.of("AQAAAAAAAAAAABAAAAAAAAAAAAAAAAAAAAAAAA==".toCharArray());
    Draft draft = new Draft(ID.text(), "cephfs", Map.of(), Map.of("keyring", key), Set.of());
    Proposal proposal = rig.host().planAdd(draft);
    Outcome outcome = rig.host().apply(proposal, lab.freshJobs() + "-key", _ -> {});
    assertInstanceOf(Outcome.Verdict.Undone.class, outcome.verdict());
    assertFalse(there("/etc/pve/priv/ceph/faults.secret"));
    assertFalse(there(MOUNT));
  }

  @Test
  void whatIsNotBtrfsIsRefused() throws Exception {
    Draft there = Draft.of(ID.text(), "btrfs", Map.of("path", "/srv"));
    HostException.NoAnswer refused =
        assertThrows(HostException.NoAnswer.class, () -> rig.host().planAdd(there));
    assertEquals("problem.not-btrfs", refused.said().key());
    Proposal proposal =
        rig.host().planAdd(Draft.of(ID.text(), "btrfs", Map.of("path", "/srv/faults")));
    Outcome outcome = rig.host().apply(proposal, lab.freshJobs() + "-btrfs", _ -> {});
    assertInstanceOf(Outcome.Verdict.Undone.class, outcome.verdict());
    assertFalse(there("/srv/faults"));
  }

  @Test
  void aMountInUseStaysAndAnIdleOneGoes() throws Exception {
    rig.done(() -> rig.host().planAdd(share("secret", Map.of())));
    assertEquals("600", mode("/etc/pve/priv/storage/faults.pw"));
    Exec user = Exec.changes("/usr/bin/sleep", "1000");
    rig.run(
        Exec.changes("/usr/bin/systemd-run", "--unit=stowage-faults", "--quiet")
            .and("--property=WorkingDirectory=" + MOUNT)
            .and(user.argv())
            .asRoot());
    try {
      Proposal proposal = rig.host().planDeactivate(ID);
      Outcome outcome = rig.host().apply(proposal, lab.freshJobs() + "-busy", _ -> {});
      assertInstanceOf(Outcome.Verdict.Undone.class, outcome.verdict());
      assertTrue(active());
    } finally {
      rig.run(Exec.changes("/usr/bin/systemctl", "stop", "stowage-faults").asRoot());
    }
    rig.done(() -> rig.host().planDeactivate(ID));
    assertFalse(active());
    assertEquals(List.of(), rig.host().planDeactivate(ID).plan().steps());
    rig.done(() -> rig.host().planActivate(ID));
    rig.done(() -> rig.host().planRemoveAndDeactivate(ID));
    assertFalse(there("/etc/pve/priv/storage/faults.pw"));
    assertEquals("", mounted());
  }

  @Test
  void aGuestsShareNeedsNoPassword() throws Exception {
    Map<String, String> values = Map.of("server", "127.0.0.1", "share", "public", "content", "iso");
    rig.done(() -> rig.host().planAdd(Draft.of(ID.text(), "cifs", values)));
    assertTrue(active());
    assertFalse(there("/etc/pve/priv/storage/faults.pw"));
  }

  @Test
  void theClientOfFuseMountsToo() throws Exception {
    Map<String, String> values = Map.of("fuse", "1", "fs-name", "cephfs", "content", "iso");
    rig.done(() -> rig.host().planAdd(Draft.of(ID.text(), "cephfs", values)));
    assertTrue(active());
    assertEquals("400", mode("/etc/pve/priv/ceph/faults.secret"));
  }

  @Test
  void serversTellWhatTheyOffer() throws Exception {
    assertEquals(List.of("VMData", "public"), found("cifs", "127.0.0.1", Scan.Who.GUEST));
    try (Secret password = Secret.of("secret".toCharArray())) {
      Scan.Who anna = new Scan.Who("anna", "", password);
      assertEquals(List.of("VMData", "public"), found("cifs", "127.0.0.1", anna));
    }
    assertEquals(List.of("glustervol"), found("glusterfs", "storage.lab", Scan.Who.GUEST));
  }

  private List<String> found(String word, String server, Scan.Who who) throws Exception {
    Scan scan = Scans.all().stream().filter(s -> s.word().equals(word)).findFirst().orElseThrow();
    return switch (rig.host().scan(scan, List.of(server), who)) {
      case Reading.Known<List<Scan.Found>>(var found) ->
          found.stream().map(Scan.Found::name).toList();
      case Reading.Failed<List<Scan.Found>>(var reason) -> List.of(reason.toString());
    };
  }

  private String mode(String path) throws Exception {
    return rig.run(Exec.reads("/usr/bin/stat", "-c", "%a", path).asRoot()).text().strip();
  }

  private String mounted() throws Exception {
    return rig.run(Exec.reads("/usr/bin/grep", "-F", " " + MOUNT + " ", "/proc/mounts")).text();
  }

  private boolean active() throws Exception {
    return rig.host().refresh().pool(ID).orElseThrow().status().optional().orElseThrow().active();
  }
}
