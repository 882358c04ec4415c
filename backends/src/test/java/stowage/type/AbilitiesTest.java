package stowage.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.config.StorageId;
import stowage.config.StorageType;
import stowage.schema.InvalidException;
import stowage.volume.ContentType;
import stowage.volume.VolumeName;

/** The feature table of the storage model for the types that keep no files, cell by cell. */
class AbilitiesTest {

  private static String reason(Support support) {
    return switch (support) {
      case Support.Yes() -> "yes";
      case Support.No(var why) -> why.key().substring("support.".length());
    };
  }

  private static Backend backend(StorageType type) {
    return Backends.of(type).orElseThrow();
  }

  private static Pool pool(StorageType type, String... values) {
    return Samples.of(type, "pool", values);
  }

  private static String ask(Feature feature, Pool pool, String name) throws InvalidException {
    Backend backend = backend(pool.type());
    return reason(backend.supports(feature, pool, backend.parse(name)));
  }

  @ParameterizedTest
  @CsvSource({
    // feature, the pool, a volume, a chain of volumes
    "ALLOCATE, yes, yes, yes",
    "FREE, yes, yes, lvm-chain",
    "RESIZE, yes, yes, lvm-chain",
    "SNAPSHOT, lvm-no-snapshot, lvm-no-snapshot, lvm-chain",
    "ROLLBACK, lvm-no-snapshot, lvm-no-snapshot, lvm-chain",
    "LINKED_CLONE, lvm-no-clones, lvm-no-clones, lvm-no-clones",
    "TEMPLATE, lvm-no-clones, lvm-no-clones, lvm-no-clones",
    "FULL_COPY, yes, yes, lvm-chain",
    "RENAME, yes, yes, lvm-chain",
    "SPARSE, lvm-no-thin, lvm-no-thin, lvm-no-thin",
    "SHARED, local-disks, local-disks, local-disks",
    "UPLOAD, no-files, no-files, no-files",
    "EXPORT, yes, yes, lvm-chain",
    "REPLICATE, replicates-zfs-only, replicates-zfs-only, replicates-zfs-only",
  })
  void plainLogicalVolumes(Feature feature, String general, String volume, String chain)
      throws InvalidException {
    Pool pool = pool(StorageType.LVM, "vgname", "vg");
    assertEquals(general, reason(backend(StorageType.LVM).supports(feature, pool, null)));
    assertEquals(volume, ask(feature, pool, "vm-100-disk-0"));
    assertEquals(chain, ask(feature, pool, "vm-100-disk-0.qcow2"));
  }

  @Test
  void onAPoolOfChainsNothingIsSnapped() throws InvalidException {
    Pool pool = pool(StorageType.LVM, "vgname", "vg", "snapshot-as-volume-chain", "1");
    assertEquals("lvm-chain", ask(Feature.SNAPSHOT, pool, "vm-100-disk-0"));
    assertEquals("lvm-chain", ask(Feature.ROLLBACK, pool, "vm-100-disk-0"));
    assertEquals("yes", ask(Feature.FREE, pool, "vm-100-disk-0"));
  }

  @ParameterizedTest
  @CsvSource({
    // feature, thin volume, its template, image of Ceph, its template
    "ALLOCATE, yes, yes, yes, yes",
    "FREE, yes, yes, yes, yes",
    "RESIZE, yes, template-fixed, yes, template-fixed",
    "SNAPSHOT, yes, template-no-snapshot, yes, template-no-snapshot",
    "ROLLBACK, yes, template-no-snapshot, yes, template-no-snapshot",
    "LINKED_CLONE, needs-template-or-snapshot, yes, needs-template-or-snapshot, yes",
    "TEMPLATE, yes, template-already, yes, template-already",
    "FULL_COPY, yes, yes, yes, yes",
    "RENAME, yes, template-no-rename, yes, template-no-rename",
    "SPARSE, yes, yes, yes, yes",
    "SHARED, local-disks, local-disks, yes, yes",
    "UPLOAD, no-files, no-files, no-files, no-files",
    "EXPORT, yes, yes, yes, yes",
    "REPLICATE, replicates-zfs-only, replicates-zfs-only, replicates-zfs-only,"
        + " replicates-zfs-only",
  })
  void volumesThatShareTheirData(
      Feature feature, String thin, String thinTemplate, String rbd, String rbdTemplate)
      throws InvalidException {
    Pool lvm = pool(StorageType.LVMTHIN, "vgname", "vg", "thinpool", "data");
    Pool ceph = pool(StorageType.RBD, "pool", "rbd");
    assertEquals(thin, ask(feature, lvm, "vm-100-disk-0"));
    assertEquals(thinTemplate, ask(feature, lvm, "base-100-disk-0"));
    assertEquals(rbd, ask(feature, ceph, "vm-100-disk-0"));
    assertEquals(rbd, ask(feature, ceph, "base-100-disk-0/vm-101-disk-0"));
    assertEquals(rbdTemplate, ask(feature, ceph, "base-100-disk-0"));
    assertEquals(rbdTemplate, ask(feature, ceph, "base-100-disk-0/base-101-disk-0"));
  }

  @ParameterizedTest
  @CsvSource({
    // feature, volume, template, container, container's template
    "ALLOCATE, yes, yes, yes, yes",
    "FREE, yes, yes, yes, yes",
    "RESIZE, yes, template-fixed, yes, template-fixed",
    "SNAPSHOT, yes, template-no-snapshot, yes, template-no-snapshot",
    "ROLLBACK, yes, template-no-snapshot, yes, template-no-snapshot",
    "LINKED_CLONE, needs-template, yes, needs-template, yes",
    "TEMPLATE, yes, template-already, yes, template-already",
    "FULL_COPY, yes, yes, format-no-copy, format-no-copy",
    "RENAME, yes, template-no-rename, yes, template-no-rename",
    "SPARSE, yes, yes, yes, yes",
    "SHARED, local-disks, local-disks, local-disks, local-disks",
    "UPLOAD, no-files, no-files, no-files, no-files",
    "EXPORT, yes, yes, yes, yes",
    "REPLICATE, yes, yes, yes, yes",
  })
  void datasets(
      Feature feature, String volume, String template, String container, String containerTemplate)
      throws InvalidException {
    Pool pool = pool(StorageType.ZFSPOOL, "pool", "tank");
    assertEquals(volume, ask(feature, pool, "vm-100-disk-0"));
    assertEquals(volume, ask(feature, pool, "base-100-disk-0/vm-101-disk-0"));
    assertEquals(template, ask(feature, pool, "base-100-disk-0"));
    assertEquals(container, ask(feature, pool, "subvol-100-disk-0"));
    assertEquals(containerTemplate, ask(feature, pool, "basevol-100-disk-0"));
  }

  @ParameterizedTest
  @CsvSource({
    // feature, volume, template, container, volume where nobody says which group of LIO's
    "ALLOCATE, yes, yes, zfs-iscsi-never, lio-without-tpg",
    "FREE, yes, yes, yes, lio-without-tpg",
    "RESIZE, yes, template-fixed, zfs-iscsi-never, lio-without-tpg",
    "SNAPSHOT, yes, template-no-snapshot, zfs-iscsi-never, lio-without-tpg",
    "ROLLBACK, yes, template-no-snapshot, zfs-iscsi-never, lio-without-tpg",
    "LINKED_CLONE, needs-template, yes, zfs-iscsi-never, lio-without-tpg",
    "TEMPLATE, yes, template-already, zfs-iscsi-never, lio-without-tpg",
    "FULL_COPY, yes, yes, zfs-iscsi-never, lio-without-tpg",
    "RENAME, zfs-iscsi-never, zfs-iscsi-never, zfs-iscsi-never, zfs-iscsi-never",
    "SPARSE, zfs-iscsi-never, zfs-iscsi-never, zfs-iscsi-never, zfs-iscsi-never",
    "SHARED, yes, yes, yes, yes",
    "UPLOAD, no-files, no-files, no-files, no-files",
    "EXPORT, zfs-iscsi-never, zfs-iscsi-never, zfs-iscsi-never, zfs-iscsi-never",
    "REPLICATE, replicates-zfs-only, replicates-zfs-only, replicates-zfs-only,"
        + " replicates-zfs-only",
  })
  void datasetsOfAnotherHost(
      Feature feature, String volume, String template, String container, String incomplete)
      throws InvalidException {
    Pool whole = shared(pool(StorageType.ZFS, "iscsiprovider", "LIO", "lio_tpg", "tpg1"));
    assertEquals(volume, ask(feature, whole, "vm-100-disk-0"));
    assertEquals(template, ask(feature, whole, "base-100-disk-0"));
    assertEquals(container, ask(feature, whole, "subvol-100-disk-0"));
    Pool without = shared(pool(StorageType.ZFS, "iscsiprovider", "LIO"));
    assertEquals(incomplete, ask(feature, without, "vm-100-disk-0"));
    for (String provider : new String[] {"comstar", "iet", "istgt"}) {
      Pool other = shared(pool(StorageType.ZFS, "iscsiprovider", provider));
      assertEquals(volume, ask(feature, other, "vm-100-disk-0"), provider);
    }
  }

  private static Pool shared(Pool pool) {
    return new Pool(pool.id(), pool.type(), pool.values(), pool.contents(), true, pool.nodes());
  }

  @ParameterizedTest
  @EnumSource(Feature.class)
  void unitsAreOnlyRead(Feature feature) throws InvalidException {
    String expected =
        switch (feature) {
          case FULL_COPY, SHARED, EXPORT -> "yes";
          case UPLOAD -> "no-files";
          case REPLICATE -> "replicates-zfs-only";
          case ALLOCATE, FREE, RESIZE, SNAPSHOT, ROLLBACK, LINKED_CLONE, TEMPLATE, RENAME, SPARSE ->
              "luns-on-target";
        };
    assertEquals(expected, ask(feature, pool(StorageType.ISCSI), "0.0.1.scsi-3600"));
    assertEquals(
        feature == Feature.EXPORT ? "no-device" : expected,
        ask(feature, pool(StorageType.ISCSIDIRECT), "lun1"));
    assertTrue(backend(StorageType.ISCSI).provisioning().isEmpty());
    assertTrue(backend(StorageType.ISCSI).snapshots().isEmpty());
    assertTrue(backend(StorageType.ISCSIDIRECT).transfer().isEmpty());
  }

  @ParameterizedTest
  @EnumSource(Feature.class)
  void backupsAreNoDisks(Feature feature) throws InvalidException {
    String expected =
        switch (feature) {
          case FREE -> "yes";
          case SHARED -> "local-disks";
          default -> "backups-only";
        };
    Pool pool = pool(StorageType.PBS);
    assertEquals(expected, ask(feature, pool, "backup/vm/100/2020-01-01T00:00:00Z"));
    if (feature == Feature.SHARED) {
      assertEquals("yes", ask(feature, shared(pool), "backup/vm/100/2020-01-01T00:00:00Z"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "LVMTHIN, vm-100-disk-0, yes, yes",
    "RBD, vm-100-disk-0, yes, yes",
    "ZFSPOOL, vm-100-disk-0, clone-template-only, not-of-snapshot",
    "ZFSPOOL, subvol-100-disk-0, clone-template-only, not-of-snapshot",
    "ZFS, vm-100-disk-0, clone-template-only, not-of-snapshot",
    "DIR, 100/vm-100-disk-0.qcow2, clone-template-only, yes",
    "DIR, 100/vm-100-disk-0.raw, clone-template-only, needs-qcow2",
    "NFS, 100/vm-100-disk-0.vmdk, clone-template-only, needs-qcow2",
    "BTRFS, 100/vm-100-disk-0.raw, yes, yes",
    "BTRFS, 100/vm-100-disk-0.qcow2, not-a-subvolume, yes",
    "BTRFS, 100/vm-100-disk-0.vmdk, not-a-subvolume, format-no-copy",
    "BTRFS, 100/subvol-100-disk-0.subvol, yes, format-no-copy",
  })
  void whatASnapshotCanBeUsedFor(StorageType type, String name, String clone, String copy)
      throws InvalidException {
    Backend backend = backend(type);
    VolumeName volume = backend.parse(name);
    Pool pool = pool(type);
    assertEquals(clone, reason(backend.supportsSnapshot(Feature.LINKED_CLONE, pool, volume)));
    assertEquals(copy, reason(backend.supportsSnapshot(Feature.FULL_COPY, pool, volume)));
  }

  /** What is offered in general must be there to be called, and the other way round. */
  @ParameterizedTest
  @EnumSource(StorageType.class)
  void whatIsOfferedIsThere(StorageType type) {
    Backend backend = backend(type);
    Pool pool =
        new Pool(
            new StorageId("pool"),
            type,
            java.util.Map.of("lio_tpg", "tpg1", "path", "/p"),
            Set.of(ContentType.IMAGES, ContentType.ISO),
            true,
            Set.of());
    agrees(backend, pool, Feature.ALLOCATE, backend.provisioning().isPresent());
    agrees(backend, pool, Feature.SNAPSHOT, backend.snapshots().isPresent());
    agrees(backend, pool, Feature.TEMPLATE, backend.cloning().isPresent());
    agrees(backend, pool, Feature.RENAME, backend.renaming().isPresent());
    agrees(backend, pool, Feature.EXPORT, backend.transfer().isPresent());
    agrees(backend, pool, Feature.UPLOAD, backend.intake().isPresent());
  }

  private static void agrees(Backend backend, Pool pool, Feature feature, boolean there) {
    boolean offered = backend.supports(feature, pool, null).possible();
    // Ceph's file system shares its ways with other directories and offers fewer of them.
    assertTrue(there || !offered, feature + " is offered and not there");
    if (pool.type() != StorageType.CEPHFS) {
      assertEquals(there, offered, feature.name());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "/", "../etc/passwd", "vm-100-disk-0\n", "\0", "vm-100-disk-0/.."})
  void whatIsNoNameOfAnyTypeIsRefusedByAll(String name) {
    for (Backend backend : Backends.all()) {
      boolean refused;
      try {
        refused = backend.parse(name).name().isEmpty();
      } catch (InvalidException e) {
        refused = e.problems().getFirst().said().key().equals("problem.volume-name");
      }
      assertTrue(refused, backend.schema().type().word());
    }
  }
}
