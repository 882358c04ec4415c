package stowage.ssh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import stowage.config.StorageId;
import stowage.conformance.Fixture;
import stowage.conformance.Rig;
import stowage.exec.Exec;
import stowage.exec.HostException;
import stowage.exec.Outcome;
import stowage.exec.Result;
import stowage.exec.Secret;
import stowage.exec.WireShell;
import stowage.host.Host;
import stowage.host.Proposal;
import stowage.schema.Draft;
import stowage.schema.InvalidException;
import stowage.type.Provisioning;
import stowage.volume.ContentType;
import stowage.volume.Size;
import stowage.volume.Volume;
import stowage.volume.VolumeId;

/** Groups, pools, clusters and targets that are not there, and volumes that are in use. */
@Tag("lab-long")
class BlockFaultsLabTest {
  private static final StorageId ID = new StorageId("faults");
  private static final String USER_OF_VOLUME = "stowage-faults";
  private static final int GUEST = 987_653;

  @RegisterExtension static final Lab LAB = new Lab();

  private final Rig rig = new Rig(new WireShell(LAB.link("root")), LAB.freshJobs());
  private byte[] before = {};

  @BeforeEach
  void begin() throws Exception {
    clear();
    before = rig.host().refresh().config().bytes();
  }

  @AfterEach
  void end() throws Exception {
    try {
      clear();
    } finally {
      rig.close();
    }
  }

  private void clear() throws Exception {
    rig.run(Exec.changes("/usr/bin/systemctl", "stop", USER_OF_VOLUME).asRoot());
    if (rig.host().refresh().pool(ID).isPresent()) {
      for (VolumeId volume : volumes()) {
        rig.done(() -> rig.host().planFree(volume));
      }
      rig.done(() -> rig.host().planRemove(ID));
    }
  }

  private List<VolumeId> volumes() throws Exception {
    return rig.host().volumes(ID, Set.of(ContentType.IMAGES)).optional().stream()
        .flatMap(List::stream)
        .filter(v -> String.valueOf(GUEST).equals(v.owner()))
        .map(Volume::id)
        .toList();
  }

  /** What was said when it did not come about, whenever that turned out. */
  private String failure(Host.Planning planning) throws Exception {
    Proposal proposal;
    try {
      proposal = planning.plan();
    } catch (InvalidException refused) {
      return refused.problems().stream()
          .map(p -> p.said().key() + " " + p.said().args())
          .collect(Collectors.joining("; "));
    } catch (HostException refused) {
      return refused.said().key() + " " + refused.said().args();
    }
    Outcome outcome;
    try {
      outcome = rig.host().apply(proposal, LAB.freshJobs() + "-fault", _ -> {});
    } catch (HostException.Conflict refused) {
      // By a guard of the plan, before its first step.
      return refused.said().key() + " " + refused.said().args();
    }
    Outcome.Verdict.Undone undone =
        assertInstanceOf(Outcome.Verdict.Undone.class, outcome.verdict(), outcome::toString);
    Result failed = outcome.of(undone.step()).orElseThrow();
    return failed.ending() == Result.Ending.EXITED ? failed.errorText() : failed.ending().name();
  }

  private void nothingIsLeft() throws Exception {
    assertArrayEquals(before, rig.host().refresh().config().bytes());
    Exec find = Exec.reads("/usr/bin/find", "/etc/pve", "/mnt", "-name", "*" + ID.text() + "*");
    assertEquals("", rig.run(find.asRoot()).text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          lvm         | vgname=nothing                                          | nothing
          lvmthin     | vgname=pve thinpool=nothing                             | nothing
          lvmthin     | vgname=nothing thinpool=data                            | nothing
          zfspool     | pool=nothing/below                                      | nothing
          rbd         | monhost=192.0.2.10 pool=nothing                         | nothing
          rbd         | monhost=192.0.2.77 pool=rbd                             | TIMED_OUT
          iscsi       | portal=192.0.2.77 target=iqn.2003-01.org.example:x      | 192.0.2.77
          iscsi       | portal=127.0.0.1 target=iqn.2003-01.org.example:nothing | nothing
          """)
  void whatIsNotThereIsNamed(String type, String values, String named) throws Exception {
    Map<String, String> settings =
        List.of(values.split(" ")).stream()
            .map(v -> v.split("=", 2))
            .collect(Collectors.toMap(v -> v[0], v -> v[1]));
    String said = failure(() -> rig.host().planAdd(Draft.of(ID.text(), type, settings)));
    assertTrue(said.contains(named), said);
    nothingIsLeft();
  }

  @Test
  void aKeyThatTheClusterDoesNotKnowIsTakenAway() throws Exception {
    Secret key =
        Secret.of(
            "[client.admin]\n\tkey = AQAAAAAAAAAAABAAAAAAAAAAAAAAAAAAAAAAAA==\n".toCharArray());
    Map<String, String> values = Map.of("monhost", "192.0.2.10", "pool", "rbd");
    Draft draft = new Draft(ID.text(), "rbd", values, Map.of("keyring", key), Set.of());
    assertFalse(failure(() -> rig.host().planAdd(draft)).isBlank());
    nothingIsLeft();
  }

  static List<Fixture> withDevices() {
    return List.of(Fixture.LVM, Fixture.LVMTHIN, Fixture.ZFSPOOL);
  }

  @ParameterizedTest
  @MethodSource("withDevices")
  void aVolumeInUseStays(Fixture fixture) throws Exception {
    Draft draft = Draft.of(ID.text(), fixture.type().word(), fixture.values());
    rig.done(() -> rig.host().planAdd(draft));
    VolumeId volume = allocated();
    hold(rig.host().path(volume, null));
    assertFalse(failure(() -> rig.host().planFree(volume)).isBlank());
    assertEquals(List.of(volume), volumes());
    rig.run(Exec.changes("/usr/bin/systemctl", "stop", USER_OF_VOLUME).asRoot());
    rig.done(() -> rig.host().planFree(volume));
    assertEquals(List.of(), volumes());
  }

  /** A client that has an image open, as a running guest has. */
  @Test
  void anImageWithAClientStays() throws Exception {
    rig.done(() ->
        rig.host()
            .planAdd(Draft.of(ID.text(), "rbd", Map.of("monhost", "192.0.2.10", "pool", "rbd"))));
    VolumeId volume = allocated();
    String image = "rbd/" + volume.name();
    String device = rig.run(Exec.changes("/usr/bin/rbd", "map", image).asRoot()).text().strip();
    assertTrue(device.startsWith("/dev/rbd"), device);
    try {
      assertFalse(failure(() -> rig.host().planFree(volume)).isBlank());
      assertEquals(List.of(volume), volumes());
    } finally {
      rig.run(Exec.changes("/usr/bin/rbd", "unmap", image).asRoot());
    }
    rig.done(() -> rig.host().planFree(volume));
    assertEquals(List.of(), volumes());
  }

  /**
   * Whoever writes to a full pool waits without end, so it is refused before; what is there stays.
   */
  @Test
  void aFullCephPoolIsNotWaitedFor() throws Exception {
    rig.done(() ->
        rig.host()
            .planAdd(Draft.of(ID.text(), "rbd", Map.of("monhost", "192.0.2.10", "pool", "rbd"))));
    VolumeId volume = allocated();
    Provisioning.Order order = new Provisioning.Order(GUEST, null, null, Size.mib(16));
    quota("1");
    try {
      assertTrue(becomesFull(true));
      String refused = "problem.ceph-pool-full [rbd]";
      assertEquals(refused, failure(() -> rig.host().planAllocate(ID, order)));
      assertEquals(refused, failure(() -> rig.host().planResize(volume, Size.mib(32))));
      assertEquals(refused, failure(() -> rig.host().planSnapshot(volume, "one")));
      assertEquals(List.of(volume), volumes());
    } finally {
      quota("0");
    }
    assertTrue(becomesFull(false));
    rig.done(() -> rig.host().planFree(volume));
    assertEquals(List.of(), volumes());
  }

  private void quota(String bytes) throws Exception {
    Exec set = Exec.changes("/usr/bin/ceph", "osd", "pool", "set-quota", "rbd", "max_bytes", bytes);
    assertTrue(rig.run(set.asRoot()).ok());
  }

  /** The cluster counts what its pools hold every few seconds. */
  private boolean becomesFull(boolean full) throws Exception {
    Exec ask = Exec.reads("/usr/bin/ceph", "osd", "pool", "ls", "detail").asRoot();
    for (int look = 0; look < 20; look++) {
      if (rig.run(ask).text().contains("full_quota") == full) {
        return true;
      }
    }
    return false;
  }

  private VolumeId allocated() throws Exception {
    Provisioning.Order order = new Provisioning.Order(GUEST, null, null, Size.mib(16));
    String made = rig.done(() -> rig.host().planAllocate(ID, order)).made().orElseThrow();
    return VolumeId.parse(made).orElseThrow();
  }

  /** As a guest does that runs. */
  private void hold(String device) throws Exception {
    Exec reader =
        Exec.changes("/usr/bin/systemd-run", "--unit=" + USER_OF_VOLUME, "--quiet")
            .and("--property=StandardInput=file:" + device)
            .and("/usr/bin/sleep", "1000");
    assertTrue(rig.run(reader.asRoot()).ok());
  }
}
