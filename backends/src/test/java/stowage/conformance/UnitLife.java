package stowage.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stowage.schema.Refused.refusal;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import stowage.config.StorageId;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.host.Host;
import stowage.schema.Draft;
import stowage.type.PoolStatus;
import stowage.type.Provisioning;
import stowage.volume.ContentType;
import stowage.volume.Size;
import stowage.volume.Volume;
import stowage.volume.VolumeId;

/** Units of an iSCSI target: seen, and used as the ground of a volume group. */
public abstract class UnitLife {
  private static final String TARGET = "iqn.2003-01.org.linux-iscsi.lab:storage";
  private static final StorageId UNITS = new StorageId("conformance-units");
  private static final StorageId GROUP = new StorageId("conformance-group");
  private static final String GROUP_NAME = "conformance";
  private static final Set<ContentType> IMAGES = Set.of(ContentType.IMAGES);
  private static final Provisioning.Order ORDER =
      new Provisioning.Order(PoolLife.GUEST, null, null, Size.mib(8));

  private @Nullable Rig opened;

  /**
   * A way to the host.
   *
   * @param test names what is going to be done
   */
  protected abstract Rig rig(String test) throws Exception;

  @BeforeEach
  void begin(TestInfo info) throws Exception {
    opened = rig("units-" + info.getTestMethod().orElseThrow().getName());
    clear();
  }

  @AfterEach
  void end() throws Exception {
    try {
      clear();
    } finally {
      rig().close();
    }
  }

  private Rig rig() {
    return Objects.requireNonNull(opened);
  }

  private Host host() {
    return rig().host();
  }

  /** Pools stay logged in and groups stay where they are when they are removed: on purpose. */
  private void clear() throws Exception {
    for (StorageId id : List.of(GROUP, UNITS)) {
      if (host().refresh().pool(id).isPresent()) {
        rig().done(() -> host().planRemove(id));
      }
    }
    for (Exec exec :
        List.of(
            root("/sbin/vgremove", "-f", GROUP_NAME),
            root("/usr/bin/iscsiadm", "--mode", "node", "--targetname", TARGET, "--logout"),
            root("/usr/bin/iscsiadm", "--mode", "node", "--op", "delete"))) {
      rig().run(exec);
    }
  }

  private static Exec root(String... argv) {
    return Exec.changes(argv).asRoot();
  }

  private static Draft units(String type, String content) {
    return Draft.of(
        UNITS.text(), type, Map.of("portal", "127.0.0.1", "target", TARGET, "content", content));
  }

  private static Draft group(String group, VolumeId base) {
    return Draft.of(
        GROUP.text(), "lvm", Map.of("vgname", group, "base", base.toString(), "content", "images"));
  }

  private List<Volume> list(StorageId id) throws Exception {
    return host().volumes(id, IMAGES).optional().orElseThrow();
  }

  private PoolStatus status(StorageId id) throws Exception {
    return host().refresh().pool(id).orElseThrow().status().optional().orElseThrow();
  }

  @Test
  void aVolumeGroupStandsOnAUnit() throws Exception {
    rig().done(() -> host().planAdd(units("iscsi", "none")));
    assertTrue(status(UNITS).active());
    List<Volume> units = list(UNITS);
    assertEquals(2, units.size());
    VolumeId unit = units.getFirst().id();
    String device = host().path(unit, null);
    assertTrue(rig().run(Exec.reads("/usr/bin/test", "-b", device)).ok(), device);
    assertEquals("support.luns-on-target", refusal(() -> host().planAllocate(UNITS, ORDER)));
    assertEquals("support.luns-on-target", refusal(() -> host().planFree(unit)));
    assertEquals("support.luns-on-target", refusal(() -> host().planResize(unit, Size.mib(999))));
    assertEquals("support.luns-on-target", refusal(() -> host().planSnapshot(unit, "one")));

    rig().done(() -> host().planAdd(group(GROUP_NAME, unit)));
    assertTrue(status(GROUP).active());
    assertTrue(status(GROUP).total() > 400 << 20);
    assertEquals("problem.storage-is-base", refusal(() -> host().planRemove(UNITS)));
    VolumeId made =
        VolumeId.parse(rig().done(() -> host().planAllocate(GROUP, ORDER)).made().orElseThrow())
            .orElseThrow();
    assertEquals(List.of(made), list(GROUP).stream().map(Volume::id).toList());
    rig().done(() -> host().planFree(made));
    rig().done(() -> host().planRemove(GROUP));

    assertThrows(
        stowage.exec.HostException.NoAnswer.class,
        () -> host().planAdd(group("another", unit)),
        "the unit is taken");
    // Without a session the same group is found again.
    rig().run(root("/usr/bin/iscsiadm", "--mode", "node", "--targetname", TARGET, "--logout"));
    rig().done(() -> host().planAdd(group(GROUP_NAME, unit)));
    assertTrue(status(UNITS).active());
    assertTrue(status(GROUP).active());
    Evidence.of(StorageType.ISCSI, "add", "status", "list", "path", "remove");
  }

  @Test
  void unitsAreSeenWithoutTheKernel() throws Exception {
    rig().done(() -> host().planAdd(units("iscsidirect", "images")));
    assertTrue(status(UNITS).active());
    List<Volume> units = list(UNITS);
    assertEquals(2, units.size());
    assertEquals(
        "iscsi://127.0.0.1/" + TARGET + "/0", host().path(new VolumeId(UNITS, "lun0"), null));
    VolumeId unit = units.getFirst().id();
    assertEquals("support.luns-on-target", refusal(() -> host().planAllocate(UNITS, ORDER)));
    assertEquals("support.luns-on-target", refusal(() -> host().planFree(unit)));
    Evidence.of(StorageType.ISCSIDIRECT, "add", "status", "list", "path");
  }

  @Test
  void aTargetThatIsNotThereIsNotAdded() throws Exception {
    Draft elsewhere =
        Draft.of(UNITS.text(), "iscsi", Map.of("portal", "127.0.0.1", "target", TARGET + "-other"));
    assertEquals(
        "problem.iscsi-no-target",
        assertThrows(stowage.exec.HostException.NoAnswer.class, () -> host().planAdd(elsewhere))
            .said()
            .key());
    Draft silent =
        Draft.of(UNITS.text(), "iscsi", Map.of("portal", "127.0.0.1:3999", "target", TARGET));
    assertEquals(
        "problem.iscsi-offline",
        assertThrows(stowage.exec.HostException.NoAnswer.class, () -> host().planAdd(silent))
            .said()
            .key());
  }
}
