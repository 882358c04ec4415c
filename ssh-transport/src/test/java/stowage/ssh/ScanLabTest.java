package stowage.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import stowage.config.StorageType;
import stowage.conformance.Evidence;
import stowage.conformance.Rig;
import stowage.exec.Reading;
import stowage.exec.Secret;
import stowage.exec.WireShell;
import stowage.type.Scan;
import stowage.type.Scans;

/** What the lab's host finds when it is told to look for pools, by its real programs. */
@Tag("lab-long")
class ScanLabTest {
  @RegisterExtension static final Lab LAB = new Lab();

  private Rig rig;

  @BeforeEach
  void open() throws Exception {
    rig = new Rig(new WireShell(LAB.link("root")), LAB.freshJobs());
  }

  @AfterEach
  void close() throws Exception {
    rig.close();
  }

  private static Scan scan(String word) {
    return Scans.all().stream().filter(s -> s.word().equals(word)).findFirst().orElseThrow();
  }

  private List<String> found(String word, String... values) throws Exception {
    return found(word, Scan.Who.GUEST, values);
  }

  private List<String> found(String word, Scan.Who who, String... values) throws Exception {
    return switch (rig.host().scan(scan(word), List.of(values), who)) {
      case Reading.Known<List<Scan.Found>>(var all) -> all.stream().map(Scan.Found::name).toList();
      case Reading.Failed<List<Scan.Found>>(var why) -> throw new AssertionError(word + ": " + why);
    };
  }

  private static void assertHas(List<String> found, String... wanted) {
    assertTrue(found.containsAll(List.of(wanted)), found::toString);
  }

  @Test
  void serversTellWhatTheyOffer() throws Exception {
    assertHas(found("nfs", "127.0.0.1"), "/srv/nfs/a", "/srv/nfs/b");
    Evidence.of(StorageType.NFS, "scan");
    assertHas(found("glusterfs", "storage.lab"), "glustervol");
    Evidence.of(StorageType.GLUSTERFS, "scan");
    try (Secret password = Secret.of("secret".getBytes(StandardCharsets.UTF_8))) {
      assertHas(found("cifs", new Scan.Who("anna", "", password), "127.0.0.1"), "VMData", "public");
    }
    try (Secret wrong = Secret.of("wrong".getBytes(StandardCharsets.UTF_8))) {
      Scan.Who who = new Scan.Who("anna", "", wrong);
      assertInstanceOf(
          Reading.Failed.class, rig.host().scan(scan("cifs"), List.of("127.0.0.1"), who));
    }
    Evidence.of(StorageType.CIFS, "scan");
  }

  @Test
  void theHostsOwnGroupsAndPoolsAreFound() throws Exception {
    assertHas(found("lvm"), "pve", "vgthick");
    Evidence.of(StorageType.LVM, "scan");
    assertEquals(List.of("data"), found("lvmthin", "pve"));
    assertEquals(List.of(), found("lvmthin", "vgthick"));
    Evidence.of(StorageType.LVMTHIN, "scan");
    assertHas(found("zfs"), "rpool", "rpool/data", "tank");
    Evidence.of(StorageType.ZFSPOOL, "scan");
  }

  @Test
  void targetsAndTheirUnitsAreFound() throws Exception {
    String units = "iqn.2003-01.org.linux-iscsi.lab:storage";
    assertHas(found("iscsi", "127.0.0.1"), units);
    Evidence.of(StorageType.ISCSI, "scan");
    Evidence.of(StorageType.ZFS, "scan");
    List<String> all = found("iscsi-luns", "127.0.0.1");
    assertTrue(all.size() >= 2, all::toString);
    Evidence.of(StorageType.ISCSIDIRECT, "scan");
  }

  @Test
  void aClusterTellsItsPools() throws Exception {
    assertHas(found("rbd"), "rbd");
    Evidence.of(StorageType.RBD, "scan");
  }
}
