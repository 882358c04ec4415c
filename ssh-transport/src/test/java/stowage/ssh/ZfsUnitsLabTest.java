package stowage.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import stowage.config.StorageId;
import stowage.config.StorageType;
import stowage.conformance.Evidence;
import stowage.conformance.Fixture;
import stowage.conformance.Rig;
import stowage.exec.Exec;
import stowage.exec.HostException;
import stowage.exec.Input;
import stowage.exec.Outcome;
import stowage.exec.Result;
import stowage.exec.WireShell;
import stowage.host.Host;
import stowage.host.InUse;
import stowage.host.Proposal;
import stowage.type.Naming;
import stowage.type.Provisioning;
import stowage.volume.ContentType;
import stowage.volume.Size;
import stowage.volume.Volume;
import stowage.volume.VolumeId;

/** Templates, clones and mishaps on a real LIO target. */
@Tag("lab-long")
class ZfsUnitsLabTest {
  private static final int GUEST = 987_656;
  private static final String READER = "stowage-unit-reader";
  private static final String TARGET = "iqn.2003-01.org.linux-iscsi.lab:zfs";
  private static final StorageId ID = Fixture.ZFS.id();
  private static final Provisioning.Order ORDER =
      new Provisioning.Order(GUEST, null, null, Size.mib(8));
  private final Lab lab = new Lab();
  private final Rig rig = new Rig(new WireShell(lab.link("root")), lab.freshJobs());

  @BeforeEach
  void begin() throws Exception {
    lab.letIn("127.0.0.1");
    clear();
    rig.done(() -> host().planAdd(Fixture.ZFS.draft()));
  }

  @AfterEach
  void end() throws Exception {
    clear();
    rig.close();
    lab.close();
  }

  private Host host() {
    return rig.host();
  }

  private void clear() throws Exception {
    if (host().refresh().pool(ID).isEmpty()) {
      return;
    }
    List<VolumeId> left = new ArrayList<>(volumes());
    left.sort((a, b) -> Integer.compare(b.name().length(), a.name().length()));
    for (VolumeId volume : left) {
      rig.done(() -> host().planFree(volume));
    }
    rig.done(() -> host().planRemove(ID));
  }

  private List<VolumeId> volumes() throws Exception {
    return host().volumes(ID, Set.of(ContentType.IMAGES)).optional().orElseThrow().stream()
        .filter(v -> String.valueOf(GUEST).equals(v.owner()))
        .map(Volume::id)
        .toList();
  }

  private VolumeId made(Host.Planning planning) throws Exception {
    return VolumeId.parse(rig.done(planning).made().orElseThrow()).orElseThrow();
  }

  private Result run(String... argv) throws Exception {
    return rig.run(Exec.changes(argv));
  }

  /** Size that the unit has for those who use it. */
  private String size(VolumeId volume) throws Exception {
    return run("/usr/bin/iscsi-readcapacity16", "-s", host().path(volume, null)).text().strip();
  }

  /** What guests know the disk by. */
  private String serial(VolumeId volume) throws Exception {
    return run("/usr/bin/iscsi-inq", "-e", "1", "-c", "128", host().path(volume, null)).text();
  }

  @Test
  void templatesAndClonesAreUnits() throws Exception {
    VolumeId first = made(() -> host().planAllocate(ID, ORDER));
    VolumeId template = made(() -> host().planTemplate(first, InUse.REFUSE));
    VolumeId clone = made(() -> host().planClone(template, null, new Naming(GUEST, null)));
    assertEquals(template.name() + "/" + clone.leaf(), clone.name());
    assertEquals(Set.of(template, clone), Set.copyOf(volumes()));
    assertEquals("8388608", size(template));
    assertEquals("8388608", size(clone));
    rig.done(() -> host().planResize(clone, Size.mib(16)));
    assertEquals("16777216", size(clone));
    Evidence.of(StorageType.ZFS, "template", "linked-clone");
  }

  /** Through the driver of {@code qemu-block-extra}. */
  @Test
  void aUnitIsCopied() throws Exception {
    VolumeId volume = made(() -> host().planAllocate(ID, ORDER));
    String text = "written before";
    rig.run(
        Exec.changes("/usr/bin/dd", "conv=notrunc,fsync", "of=/dev/zvol/tank/" + volume.leaf())
            .with(new Input.Text(text)));
    VolumeId copy = made(() -> host().planCopy(volume, null, ID, new Naming(GUEST, null), null));
    assertEquals(Set.of(volume, copy), Set.copyOf(volumes()));
    assertEquals("8388608", size(copy));
    assertEquals(text, run("/usr/bin/head", "-c14", "/dev/zvol/tank/" + copy.leaf()).text());
    Evidence.of(StorageType.ZFS, "full-copy");
  }

  @Test
  void aVolumeThatCannotGoIsAUnitAgain() throws Exception {
    VolumeId volume = made(() -> host().planAllocate(ID, ORDER));
    rig.done(() -> host().planSnapshot(volume, "kept"));
    String address = host().path(volume, null);
    String serial = serial(volume);
    assertTrue(serial.contains("Unit Serial Number"), serial);
    String snapshot = "tank/" + volume.leaf() + "@kept";
    run("/sbin/zfs", "hold", "here", snapshot);
    try {
      Outcome outcome = host().apply(host().planFree(volume), lab.freshJobs() + "-free", _ -> {});
      assertInstanceOf(Outcome.Verdict.Undone.class, outcome.verdict());
      assertEquals(address, host().path(volume, null));
      assertEquals(serial, serial(volume));
      assertEquals("8388608", size(volume));
    } finally {
      run("/sbin/zfs", "release", "here", snapshot);
    }
  }

  /** Something on the other host has the volume open; initiators know it by its unit. */
  @Test
  void aVolumeInUseIsAUnitAgain() throws Exception {
    VolumeId volume = made(() -> host().planAllocate(ID, ORDER));
    String address = host().path(volume, null);
    String serial = serial(volume);
    run(
        "/usr/bin/systemd-run",
        "--unit=" + READER,
        "--quiet",
        "--property=StandardInput=file:/dev/zvol/tank/" + volume.leaf(),
        "/usr/bin/sleep",
        "1000");
    try {
      Outcome outcome = host().apply(host().planFree(volume), lab.freshJobs() + "-busy", _ -> {});
      Outcome.Verdict.Undone undone =
          assertInstanceOf(Outcome.Verdict.Undone.class, outcome.verdict());
      String said = outcome.of(undone.step()).orElseThrow().errorText();
      assertTrue(said.contains("dataset is busy"), said);
      assertEquals(List.of(volume), volumes());
      assertEquals(address, host().path(volume, null));
      assertEquals(serial, serial(volume));
      assertEquals("8388608", size(volume));
    } finally {
      run("/usr/bin/systemctl", "stop", READER);
    }
    rig.done(() -> host().planFree(volume));
    assertEquals(List.of(), volumes());
  }

  @Test
  void aTargetThatHasChangedIsLookedAtAgain() throws Exception {
    Proposal proposal = host().planAllocate(ID, ORDER);
    run("/sbin/zfs", "create", "-s", "-V", "8M", "tank/other-" + GUEST);
    try {
      run("/usr/bin/udevadm", "settle");
      run(
          "/usr/bin/targetcli",
          "/backstores/block",
          "create",
          "name=other",
          "dev=/dev/zvol/tank/other-" + GUEST);
      run(
          "/usr/bin/targetcli",
          "/iscsi/" + TARGET + "/tpg1/luns",
          "create",
          "/backstores/block/other");
      run("/usr/bin/targetcli", "saveconfig");
      assertThrows(
          HostException.Conflict.class,
          () -> host().apply(proposal, lab.freshJobs() + "-late", _ -> {}));
      assertEquals(List.of(), volumes());
      VolumeId volume = made(() -> host().planAllocate(ID, ORDER));
      assertEquals("8388608", size(volume));
    } finally {
      run("/usr/bin/targetcli", "/backstores/block", "delete", "other");
      run("/usr/bin/targetcli", "saveconfig");
      run("/sbin/zfs", "destroy", "-r", "tank/other-" + GUEST);
    }
  }
}
