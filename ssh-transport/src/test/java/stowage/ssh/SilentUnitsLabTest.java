package stowage.ssh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import stowage.config.StorageId;
import stowage.conformance.Rig;
import stowage.exec.Exec;
import stowage.exec.HostException;
import stowage.exec.Reading;
import stowage.exec.WireShell;
import stowage.host.Host;
import stowage.host.HostState;
import stowage.schema.Draft;
import stowage.type.Naming;
import stowage.type.PoolStatus;
import stowage.volume.ContentType;
import stowage.volume.Volume;
import stowage.volume.VolumeId;

/** An iSCSI target that nothing is heard of any more while its units are in use. */
@Tag("lab-long")
class SilentUnitsLabTest {
  private static final String TARGET = "iqn.2003-01.org.linux-iscsi.lab:storage";
  private static final StorageId UNITS = new StorageId("faults-units");
  private static final StorageId BESIDE = new StorageId("faults-beside");
  private static final Set<ContentType> IMAGES = Set.of(ContentType.IMAGES);
  private static final Lost SILENCE = Lost.to("127.0.0.1", 3260);
  // How often it is looked at until the kernel has noticed: it asks every five seconds.
  private static final int LOOKS = 30;

  private final Lab lab = new Lab();
  private final Rig rig = new Rig(new WireShell(lab.link("root")), lab.freshJobs());

  @BeforeEach
  void begin() throws Exception {
    clear();
    rig.done(() ->
        host()
            .planAdd(Draft.of(BESIDE.text(), "dir", Map.of("path", "/srv", "content", "images"))));
  }

  @AfterEach
  void end() throws Exception {
    try {
      clear();
    } finally {
      rig.close();
      lab.close();
    }
  }

  private Host host() {
    return rig.host();
  }

  private void clear() throws Exception {
    rig.run(Lost.end());
    for (StorageId id : List.of(UNITS, BESIDE)) {
      if (host().refresh().pool(id).isPresent()) {
        rig.done(() -> host().planRemoveAndDeactivate(id));
      }
    }
    rig.run(Exec.changes("/usr/bin/iscsiadm", "--mode", "node", "--op", "delete").asRoot());
  }

  private static Draft units(String id, String type) {
    return Draft.of(id, type, Map.of("portal", "127.0.0.1", "target", TARGET, "content", "images"));
  }

  private Reading<List<Volume>> list() throws Exception {
    return host().volumes(UNITS, IMAGES);
  }

  private List<VolumeId> ids() throws Exception {
    return list().optional().orElseThrow().stream().map(Volume::id).toList();
  }

  private static boolean isActive(HostState seen, StorageId id) {
    return seen.pool(id).orElseThrow().status().optional().filter(PoolStatus::active).isPresent();
  }

  private boolean becomes(boolean active) throws Exception {
    for (int look = 0; look < LOOKS; look++) {
      HostState seen = host().refresh();
      assertTrue(isActive(seen, BESIDE), "what is not behind that target");
      if (isActive(seen, UNITS) == active) {
        return true;
      }
    }
    return false;
  }

  /** The kernel keeps the devices, and what waits for them waits: the units are not gone. */
  @Test
  void aSessionIsLostAndTakenUpAgain() throws Exception {
    rig.done(() -> host().planAdd(units(UNITS.text(), "iscsi")));
    List<VolumeId> there = ids();
    assertFalse(there.isEmpty());
    byte[] config = host().refresh().config().bytes();
    rig.run(SILENCE.begin());
    assertTrue(becomes(false));
    PoolStatus lost = host().refresh().pool(UNITS).orElseThrow().status().optional().orElseThrow();
    assertEquals("problem.iscsi-session-lost", Objects.requireNonNull(lost.reason()).key());
    assertEquals(there, ids());
    HostException refused =
        assertThrows(HostException.class, () -> host().planAdd(units("faults-more", "iscsi")));
    assertEquals("problem.iscsi-session-lost", refused.said().key());
    assertArrayEquals(config, host().refresh().config().bytes());
    rig.run(Lost.end());
    assertTrue(becomes(true));
    assertEquals(there, ids());
  }

  /** Nothing of the host is logged in: only the question for units tells. */
  @Test
  void aTargetThatNobodyIsLoggedInToIsUnknown() throws Exception {
    rig.done(() -> host().planAdd(units(UNITS.text(), "iscsidirect")));
    List<VolumeId> there = ids();
    assertFalse(there.isEmpty());
    rig.run(SILENCE.begin());
    assertInstanceOf(Reading.Failed.class, list());
    assertTrue(isActive(host().refresh(), BESIDE));
    Naming free = new Naming(987_657, null);
    assertThrows(
        HostException.class, () -> host().planCopy(there.getFirst(), null, BESIDE, free, null));
    rig.run(Lost.end());
    assertEquals(there, ids());
  }
}
