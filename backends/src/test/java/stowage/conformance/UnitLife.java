package stowage.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static stowage.schema.Refused.refusal;

import java.util.Comparator;
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
import stowage.exec.Outcome;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.host.Host;
import stowage.host.HostCopy;
import stowage.host.HostState;
import stowage.host.Proposal;
import stowage.schema.Draft;
import stowage.tool.LibIscsi;
import stowage.type.Naming;
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
  private static final String SMALL = "conformance";
  private static final String SMALL_FILE = "/srv/iscsi/conformance.img";
  private static final long SMALL_SIZE = 16 << 20;
  private static final String DIRECTORY = "/srv/stowage-units";
  private static final Naming FREE = new Naming(PoolLife.GUEST, null);
  private static final String LUNS = "/iscsi/" + TARGET + "/tpg1/luns";
  private static final String TARGETCLI = "/usr/bin/targetcli";
  private static final String BACKSTORES = "/backstores/fileio";
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
            root("/usr/bin/iscsiadm", "--mode", "node", "--op", "delete"),
            // With its unit.
            root(TARGETCLI, BACKSTORES, "delete", SMALL),
            root("/usr/bin/rm", "-rf", "--", SMALL_FILE, DIRECTORY))) {
      rig().run(exec);
    }
    noticed();
  }

  /** The target tells of other units once for each, and lists the rest only then. */
  private void noticed() throws Exception {
    Exec list = Exec.reads("/usr/bin/iscsi-ls", "-s", "iscsi://127.0.0.1");
    for (int look = 0; look < 6 && !rig().run(list).ok(); look++) {}
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
    switchedOffAndOn("iscsi");
    rig().done(() -> host().planRemove(GROUP));
    leftAndBack();
    rig().done(() -> host().planRemove(UNITS));
    Evidence.of(StorageType.ISCSI, "add", "status", "list", "path", "set", "remove");
  }

  /** Logs out of the target and in again. */
  private void leftAndBack() throws Exception {
    assertTrue(
        // At most it looks for new units.
        host().planActivate(UNITS).plan().steps().stream()
            .noneMatch(s -> s.title().key().equals("step.iscsi-login")));
    Proposal leaving = host().planDeactivate(UNITS);
    assertFalse(leaving.plan().steps().isEmpty());
    rig().done(leaving);
    assertFalse(status(UNITS).active());
    assertTrue(host().planDeactivate(UNITS).plan().steps().isEmpty());
    rig().done(() -> host().planActivate(UNITS));
    assertTrue(status(UNITS).active());
    assertEquals(2, list(UNITS).size());
    Evidence.of(StorageType.ISCSI, "activate", "deactivate");
  }

  private void switchedOffAndOn(String type) throws Exception {
    set(type, "1");
    assertEquals(
        HostState.Availability.DISABLED, host().refresh().pool(UNITS).orElseThrow().availability());
    assertEquals("problem.pool-disabled", refusal(() -> host().volumes(UNITS, IMAGES)));
    set(type, "0");
    assertTrue(status(UNITS).active());
    assertEquals(2, list(UNITS).size());
  }

  private void set(String type, String disabled) throws Exception {
    Draft change = Draft.of(UNITS.text(), type, Map.of("disable", disabled));
    rig().done(() -> host().planSet(change, null));
  }

  /** Only the target makes and removes units; what is on them is got off all the same. */
  @Test
  void aUnitIsCopiedAndSent() throws Exception {
    Volume unit = smallUnit("iscsi");
    arrived(made(() -> host().planCopy(unit.id(), null, GROUP, FREE, null)));
    Evidence.of(StorageType.ISCSI, "full-copy");
    HostCopy sending = new HostCopy(host(), host());
    HostCopy.Planned planned =
        sending.plan(new HostCopy.Order(unit.id(), GROUP, PoolLife.GUEST, null));
    Outcome outcome = sending.run(planned, rig().freshJob(), _ -> {});
    assertTrue(outcome.done(), outcome::toString);
    arrived(PoolTrial.made(planned.receiving()));
    Evidence.of(StorageType.ISCSI, "export");
  }

  /** Through the driver of {@code qemu-block-extra}: the units are no devices. */
  @Test
  void aUnitThatIsNoDeviceIsCopied() throws Exception {
    Volume unit = smallUnit("iscsidirect");
    assertTrue(unit.requireSize().bytes() < SMALL_SIZE, "the list is coarse");
    Exec exact = LibIscsi.size(host().path(unit.id(), null));
    assertEquals(Reading.known(new Size(SMALL_SIZE)), LibIscsi.size(exact, rig().run(exact)));
    arrived(made(() -> host().planCopy(unit.id(), null, GROUP, FREE, null)));
    Evidence.of(StorageType.ISCSIDIRECT, "full-copy");
  }

  private VolumeId made(Host.Planning planning) throws Exception {
    return PoolTrial.made(rig().done(planning));
  }

  /** A unit with something on it, in a pool, and a pool for copies of it. */
  private Volume smallUnit(String type) throws Exception {
    for (Exec exec :
        List.of(
            root("/usr/bin/truncate", "-s", "" + SMALL_SIZE, SMALL_FILE),
            Mark.writing().and("of=" + SMALL_FILE).asRoot(),
            root(TARGETCLI, BACKSTORES, "create", SMALL, SMALL_FILE, "" + SMALL_SIZE),
            root(TARGETCLI, LUNS, "create", BACKSTORES + "/" + SMALL))) {
      Result answer = rig().run(exec);
      assertTrue(answer.ok(), answer::errorText);
    }
    noticed();
    rig().done(() -> host().planAdd(units(type, "images")));
    Map<String, String> directory = Map.of("path", DIRECTORY, "content", "images");
    rig().done(() -> host().planAdd(Draft.of(GROUP.text(), "dir", directory)));
    return list(UNITS).stream()
        .min(Comparator.comparingLong(v -> Objects.requireNonNull(v.space().size())))
        .orElseThrow();
  }

  private void arrived(VolumeId volume) throws Exception {
    Volume there =
        list(GROUP).stream().filter(v -> v.id().equals(volume)).findFirst().orElseThrow();
    assertEquals(SMALL_SIZE, there.space().size());
    new Mark(rig()).assertOn(there);
    rig().done(() -> host().planFree(volume));
    assertEquals(List.of(), list(GROUP));
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
    switchedOffAndOn("iscsidirect");
    assertTrue(host().planActivate(UNITS).plan().steps().isEmpty(), "nothing logs in");
    assertTrue(host().planDeactivate(UNITS).plan().steps().isEmpty());
    Evidence.of(StorageType.ISCSIDIRECT, "activate", "deactivate");
    rig().done(() -> host().planRemove(UNITS));
    assertTrue(host().refresh().pool(UNITS).isEmpty());
    Evidence.of(StorageType.ISCSIDIRECT, "add", "status", "list", "path", "set", "remove");
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
