package stowage.host;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import stowage.config.StorageConfig;
import stowage.config.StorageId;
import stowage.conformance.LocalHost;
import stowage.conformance.Rig;
import stowage.exec.Exec;
import stowage.exec.HostException;
import stowage.exec.Outcome;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.tool.QemuImg;
import stowage.type.Naming;
import stowage.type.Provisioning;
import stowage.volume.ContentType;
import stowage.volume.ImageFormat;
import stowage.volume.Size;
import stowage.volume.Volume;
import stowage.volume.VolumeId;

/** Templates, clones, other names and copies of real images, on a host that lies in a directory. */
class ClonePlansTest {
  private static final StorageId LOCAL = new StorageId("local");
  private static final StorageId OTHER = new StorageId("other");
  private static final String IMAGES = "/var/lib/vz/images/";

  @TempDir java.nio.file.Path root;
  private LocalHost machine;
  private Rig rig;

  @BeforeEach
  void begin() throws Exception {
    machine =
        new LocalHost(root)
            .write(StorageConfig.PATH, "dir: other\n\tpath /srv/other\n\tcontent images\n\n");
    Files.createDirectories(machine.at("/srv/other"));
    rig = Rig.on(machine);
  }

  @Test
  void aTemplateHasClonesThatShareItsData() throws Exception {
    VolumeId volume = made(ImageFormat.RAW, 100);
    Files.writeString(machine.at(IMAGES + "100/vm-100-disk-0.raw"), "system" + "\0".repeat(1018));
    VolumeId template = done(() -> rig.host().planTemplate(volume, InUse.REFUSE));
    assertEquals("local:100/base-100-disk-0.raw", template.toString());
    assertFalse(Files.exists(machine.at(IMAGES + "100/vm-100-disk-0.raw")));
    assertEquals("r--r--r--", mode("100/base-100-disk-0.raw"));

    VolumeId clone = done(() -> rig.host().planClone(template, null, new Naming(101, null)));
    assertEquals("local:100/base-100-disk-0.raw/101/vm-101-disk-0.qcow2", clone.toString());
    assertEquals(Set.of(template, clone), Set.copyOf(volumes(LOCAL)));
    refused("problem.volume-has-clones", () -> rig.host().planFree(template));

    // A clone can be renamed and copied: it still finds its template from another directory.
    VolumeId moved =
        done(() -> rig.host().planRename(clone, new Naming(102, "vm-102-a.qcow2"), InUse.REFUSE));
    assertEquals("local:100/base-100-disk-0.raw/102/vm-102-a.qcow2", moved.toString());
    VolumeId copy =
        done(() -> rig.host().planCopy(moved, null, OTHER, new Naming(103, null), ImageFormat.RAW));
    assertEquals("other:103/vm-103-disk-0.raw", copy.toString());
    assertTrue(machine.read("/srv/other/images/103/vm-103-disk-0.raw").startsWith("system"));
    rig.done(() -> rig.host().planFree(moved));
    rig.done(() -> rig.host().planFree(template));
    assertEquals(List.of(), volumes(LOCAL));
  }

  @Test
  void aCopyTakesTheSourcesFormatWhereItCan() throws Exception {
    VolumeId volume = made(ImageFormat.QCOW2, 100);
    assertEquals(
        "other:100/vm-100-disk-0.qcow2",
        done(() -> rig.host().planCopy(volume, null, OTHER, new Naming(100, null), null))
            .toString());
    assertEquals(
        "local:100/vm-100-disk-1.qcow2",
        done(() -> rig.host().planCopy(volume, null, LOCAL, new Naming(100, null), null))
            .toString());
    assertEquals(
        "other:100/vm-100-x.vmdk",
        done(() -> rig.host().planCopy(volume, null, OTHER, new Naming(100, "vm-100-x.vmdk"), null))
            .toString());
    assertTrue(
        volumesOf(OTHER).stream()
            .allMatch(v -> requireNonNull(v.space().size()) == Size.mib(8).bytes()));
  }

  @Test
  void aSnapshotIsCopiedAsItWas() throws Exception {
    VolumeId volume = made(ImageFormat.QCOW2, 100);
    rig.done(() -> rig.host().planSnapshot(volume, "before"));
    rig.done(() -> rig.host().planResize(volume, Size.mib(16)));
    VolumeId copy =
        done(() ->
            rig.host().planCopy(volume, "before", OTHER, new Naming(100, null), ImageFormat.RAW));
    assertEquals("other:100/vm-100-disk-0.raw", copy.toString());
    refused(
        "problem.snapshot-missing",
        () -> rig.host().planCopy(volume, "none", OTHER, new Naming(100, null), null));
    refused(
        "support.clone-template-only",
        () -> rig.host().planClone(volume, "before", new Naming(100, null)));
    refused(
        "support.needs-template", () -> rig.host().planClone(volume, null, new Naming(100, null)));
  }

  @Test
  void aCopyIsNoFasterThanItsPoolsAllow() throws Exception {
    VolumeId volume = made(ImageFormat.RAW, 100);
    machine.write(
        StorageConfig.PATH,
        "dir: other\n\tpath /srv/other\n\tcontent images\n\tbwlimit clone=2048,default=1\n\n");
    Proposal proposal = rig.host().planCopy(volume, null, OTHER, new Naming(100, null), null);
    assertTrue(proposal.findings().contains(Message.of("finding.bandwidth", new Size(2 << 20))));
    assertTrue(proposal.plan().steps().getLast().command().shown().contains(" -r 2097152 "));
    rig.done(proposal);
  }

  @Test
  void aCopyThatFailsLeavesNothingBehind() throws Exception {
    VolumeId volume = made(ImageFormat.RAW, 100);
    machine.program(
        "/usr/bin/qemu-img",
        """
        case "$1" in convert) echo "qemu-img: error while writing: No space left" >&2; exit 1;; esac
        exec /usr/bin/qemu-img "$@"
        """);
    Proposal proposal = rig.host().planCopy(volume, null, OTHER, new Naming(100, null), null);
    Outcome outcome = rig.host().apply(proposal, "clone-fail-" + System.nanoTime(), _ -> {});
    assertEquals(Outcome.Verdict.Undone.class, outcome.verdict().getClass());
    assertFalse(Files.exists(machine.at("/srv/other/images/100")));
    assertEquals(List.of(), volumes(OTHER));
    assertEquals(List.of(volume), volumes(LOCAL));
  }

  @Test
  void aTargetsLockIsGivenBackBeforeTheDataCome() throws Exception {
    VolumeId volume = made(ImageFormat.RAW, 100);
    machine.program(
        "/usr/bin/qemu-img",
        """
        if [ "$1" = convert ]; then
          flock -n %s true || exit 1
        fi
        exec /usr/bin/qemu-img "$@"
        """
            .formatted(machine.at("/var/lock/pve-manager/pve-storage-other")));
    rig.done(() -> rig.host().planCopy(volume, null, OTHER, new Naming(100, null), null));
  }

  @Test
  void aRunningGuestsImageIsLeftAlone() throws Exception {
    VolumeId volume = made(ImageFormat.RAW, 100);
    machine.program(
        "/usr/bin/qemu-img",
        """
        case "$*" in "info -f raw"*) echo 'Failed to get shared "write" lock' >&2; exit 1;; esac
        exec /usr/bin/qemu-img "$@"
        """);
    for (Host.Planning planning :
        List.<Host.Planning>of(
            () -> rig.host().planTemplate(volume, InUse.REFUSE),
            () -> rig.host().planRename(volume, new Naming(101, null), InUse.REFUSE),
            () -> rig.host().planCopy(volume, null, OTHER, new Naming(101, null), null))) {
      Proposal proposal = planning.plan();
      assertThrows(HostException.Conflict.class, () -> rig.done(proposal));
    }
    assertEquals(List.of(volume), volumes(LOCAL));
  }

  @Test
  void whatMayLieUnderAnImageThatCantBeReadStays() throws Exception {
    VolumeId first = made(ImageFormat.RAW, 100);
    VolumeId template = done(() -> rig.host().planTemplate(first, InUse.REFUSE));
    VolumeId volume = made(ImageFormat.RAW, 101);
    Files.createDirectories(machine.at(IMAGES + "105"));
    Files.write(machine.at(IMAGES + "105/vm-105-disk-0.qcow2"), new byte[4096]);
    machine.program("/usr/bin/head", "echo 'head: error reading: Input/output error' >&2; exit 1");
    VolumeId unread = new VolumeId(LOCAL, "105/vm-105-disk-0.qcow2");
    assertEquals(Set.of(template, volume, unread), Set.copyOf(volumes(LOCAL)));
    assertNull(
        volumesOf(LOCAL).stream()
            .filter(v -> v.id().equals(unread))
            .findFirst()
            .orElseThrow()
            .space()
            .size());
    refused("problem.clones-unknown", () -> rig.host().planFree(template));
    refused("problem.size-unknown", () -> rig.host().planResize(unread, Size.mib(64)));
    refused(
        "problem.size-unknown",
        () -> rig.host().planCopy(unread, null, OTHER, new Naming(105, null), null));
    // Its number is taken, what has no clones goes, and so does the image itself.
    assertEquals("local:105/vm-105-disk-1.raw", made(ImageFormat.RAW, 105).toString());
    rig.done(() -> rig.host().planFree(volume));
    rig.done(() -> rig.host().planFree(unread));
    rig.done(() -> rig.host().planFree(template));
  }

  @Test
  void aCopyOverIscsiNeedsQemusOwnWayThere() throws Exception {
    machine.write(
        StorageConfig.PATH,
        """
        dir: other
        \tpath /srv/other
        \tcontent images

        zfs: appliance
        \tpool tank
        \tportal 192.0.2.70
        \ttarget iqn.x:y
        \tiscsiprovider LIO
        \tlio_tpg tpg1
        \tblocksize 4k
        \tcontent images
        """);
    machine.program(
        "/usr/bin/ssh",
        """
        case "$*" in
          *'zfs list'*) printf 'tank/vm-100-disk-0\\t8388608\\t-\\tvolume\\t-\\t57344\\n' ;;
          *'zfs get'*) printf 'available\\t9\\nused\\t1\\n' ;;
          *saveconfig*) echo '{"storage_objects": [{"plugin": "block", "name": "d", "wwn": "w",
            "dev": "/dev/tank/vm-100-disk-0"}], "targets": [{"wwn": "iqn.x:y", "tpgs": [{"tag": 1,
            "luns": [{"index": 5, "storage_object": "/backstores/block/d"}]}]}]}' ;;
        esac
        """);
    VolumeId unit = VolumeId.parse("appliance:vm-100-disk-0").orElseThrow();
    Host.Planning copy =
        () -> rig.host().planCopy(unit, null, OTHER, new Naming(101, null), ImageFormat.RAW);
    qemuSays("Unknown driver 'iscsi'");
    InvalidException lacks = assertThrows(InvalidException.class, copy::plan);
    assertEquals(
        Message.of("problem.copy-needs-iscsi", "/usr/bin/qemu-img", "qemu-block-extra"),
        lacks.problems().getFirst().said());
    qemuSays("Need all of transport, portal and target options");
    assertTrue(
        copy.plan().plan().steps().stream()
            .anyMatch(s -> s.command().argv().contains("iscsi://192.0.2.70/iqn.x:y/5")));
  }

  @Test
  void aCopyOfCephsImagesNeedsQemusOwnWayThere() throws Exception {
    machine.write(
        StorageConfig.PATH,
        """
        dir: other
        \tpath /srv/other
        \tcontent images

        rbd: ceph
        \tmonhost 192.0.2.61
        \tpool rbd
        \tcontent images
        """);
    machine.program(
        "/usr/bin/rbd",
        "echo '[{\"image\":\"vm-100-disk-0\",\"id\":\"1\",\"size\":8388608,\"format\":2}]'\n");
    machine.program("/usr/bin/ceph", "echo '[]'\n");
    VolumeId image = VolumeId.parse("ceph:vm-100-disk-0").orElseThrow();
    Host.Planning copy =
        () -> rig.host().planCopy(image, null, OTHER, new Naming(101, null), ImageFormat.RAW);
    qemuSays("Unknown driver 'rbd'");
    InvalidException lacks = assertThrows(InvalidException.class, copy::plan);
    assertEquals(
        Message.of("problem.copy-needs-rbd", "/usr/bin/qemu-img", "qemu-block-extra"),
        lacks.problems().getFirst().said());
    qemuSays("Parameter 'pool' is missing");
    assertTrue(
        copy.plan().plan().steps().stream()
            .flatMap(s -> s.command().argv().stream())
            .anyMatch(a -> a.startsWith("rbd:rbd/vm-100-disk-0:")));
  }

  private void qemuSays(String complaint) throws Exception {
    machine.program(
        "/usr/bin/qemu-img",
        "echo \"qemu-img: Could not open '$2': %s\" >&2; exit 1\n".formatted(complaint));
  }

  @Test
  void whatLiesUnderAnotherVolumeKeepsItsName() throws Exception {
    VolumeId volume = made(ImageFormat.RAW, 100);
    Files.createDirectories(machine.at(IMAGES + "101"));
    Exec layer =
        QemuImg.layer(
            "../100/vm-100-disk-0.raw", ImageFormat.RAW, IMAGES + "101/vm-101-disk-0.qcow2");
    assertTrue(rig.run(layer).ok());
    refused("problem.volume-has-clones", () -> rig.host().planTemplate(volume, InUse.REFUSE));
    refused(
        "problem.volume-has-clones",
        () -> rig.host().planRename(volume, new Naming(102, null), InUse.REFUSE));
    refused("problem.volume-has-clones", () -> rig.host().planFree(volume));
  }

  @Test
  void whatAGuestNamesIsRefusedUnlessOverruled() throws Exception {
    VolumeId volume = made(ImageFormat.QCOW2, 100);
    rig.done(() -> rig.host().planSnapshot(volume, "before"));
    machine.write(
        "/etc/pve/qemu-server/100.conf",
        "name: mail\nscsi0: local:100/vm-100-disk-0.qcow2,size=8M\n");
    Naming other = new Naming(101, null);
    Map<String, Executable> refusals =
        Map.of(
            "free", () -> rig.host().planFree(volume),
            "rollback", () -> rig.host().planRollback(volume, "before"),
            "template", () -> rig.host().planTemplate(volume, InUse.REFUSE),
            "rename", () -> rig.host().planRename(volume, other, InUse.REFUSE));
    refusals.forEach((what, attempt) -> {
      InvalidException refused = assertThrows(InvalidException.class, attempt, what);
      assertEquals(
          List.of(volume.toString(), "100 (mail)"), refused.problems().getFirst().said().args());
    });
    Proposal overruled = rig.host().planRename(volume, other, InUse.OVERRULE);
    assertEquals("vm-100-disk-0.qcow2", overruled.doomed().orElseThrow());
    assertEquals(List.of("100 (mail)"), overruled.guests().stream().map(Guest::label).toList());
    assertEquals("finding.guest-uses", overruled.findings().getFirst().key());
    rig.done(overruled);
    // Nobody names the new one, so it goes without a word.
    rig.done(() -> rig.host().planFree(new VolumeId(LOCAL, "101/vm-101-disk-0.qcow2")));
  }

  private VolumeId made(ImageFormat format, int owner) throws Exception {
    return done(() ->
        rig.host().planAllocate(LOCAL, new Provisioning.Order(owner, null, format, Size.mib(8))));
  }

  private VolumeId done(Host.Planning planning) throws Exception {
    return VolumeId.parse(rig.done(planning).made().orElseThrow()).orElseThrow();
  }

  private List<Volume> volumesOf(StorageId pool) throws Exception {
    return rig.host().volumes(pool, Set.of(ContentType.IMAGES)).optional().orElseThrow();
  }

  private List<VolumeId> volumes(StorageId pool) throws Exception {
    return volumesOf(pool).stream().map(Volume::id).toList();
  }

  private @Nullable String mode(String file) throws Exception {
    return java.nio.file.attribute.PosixFilePermissions.toString(
        Files.getPosixFilePermissions(machine.at(IMAGES + file)));
  }

  private static void refused(String key, Executable attempt) {
    InvalidException refused = assertThrows(InvalidException.class, attempt);
    assertEquals(key, refused.problems().getFirst().said().key());
  }
}
