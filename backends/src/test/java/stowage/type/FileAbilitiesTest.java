package stowage.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import stowage.config.StorageType;

/** The feature table of the storage model, row by row. */
class FileAbilitiesTest {
  private static final DirBackend DIR = new DirBackend();
  private static final Pool POOL =
      Rehearsal.pool(StorageType.DIR, "local", "path=/p", "content=images,iso");

  private static String reason(Support support) {
    return switch (support) {
      case Support.Yes() -> "yes";
      case Support.No(var why) -> why.key().substring("support.".length());
    };
  }

  @ParameterizedTest
  @CsvSource({
    // feature, current qcow2, raw, vmdk, subvol, template qcow2
    "ALLOCATE,     yes,           yes,              yes,              yes,            yes",
    "FREE,         yes,           yes,              yes,              yes,            yes",
    "RESIZE,       yes,           yes, format-no-resize, format-no-resize, template-fixed",
    "SNAPSHOT,     yes,   needs-qcow2,      needs-qcow2,      needs-qcow2, template-no-snapshot",
    "ROLLBACK,     yes,   needs-qcow2,      needs-qcow2,      needs-qcow2, template-no-snapshot",
    "LINKED_CLONE, needs-template, needs-template, needs-template, needs-template, yes",
    "TEMPLATE,     yes,           yes,              yes, format-no-template, template-already",
    "FULL_COPY,    yes,           yes,              yes,   format-no-copy, yes",
    "RENAME,       yes,           yes,              yes, format-no-rename, template-no-rename",
    "SPARSE,       yes,           yes,              yes, format-no-sparse, yes",
    "EXPORT,       yes,           yes,              yes,              yes, yes",
    "REPLICATE, replicates-zfs-only, replicates-zfs-only, replicates-zfs-only,"
        + " replicates-zfs-only, replicates-zfs-only",
  })
  void guestVolumes(
      Feature feature, String qcow2, String raw, String vmdk, String subvol, String template)
      throws Exception {
    assertEquals(qcow2, ask(feature, "100/vm-100-disk-0.qcow2"));
    assertEquals(raw, ask(feature, "100/vm-100-disk-0.raw"));
    assertEquals(vmdk, ask(feature, "100/vm-100-disk-0.vmdk"));
    assertEquals(subvol, ask(feature, "100/subvol-100-disk-0.subvol"));
    assertEquals(template, ask(feature, "100/base-100-disk-0.qcow2"));
  }

  private static String ask(Feature feature, String volume) throws Exception {
    return reason(DIR.supports(feature, POOL, DIR.parse(volume)));
  }

  @ParameterizedTest
  @EnumSource(
      value = Feature.class,
      names = {"RESIZE", "SNAPSHOT", "ROLLBACK", "LINKED_CLONE", "TEMPLATE", "RENAME"})
  void otherFilesAreNoGuestVolumes(Feature feature) throws Exception {
    assertEquals("no-guest-volume", ask(feature, "iso/a.iso"));
  }

  @ParameterizedTest
  @CsvSource({
    "iso/a.iso, yes",
    "vztmpl/a.tar.zst, yes",
    "snippets/a.yaml, yes",
    "import/a.ova, yes",
    "import/a.ova/b.vmdk, no-guest-volume",
    "backup/vzdump-qemu-100-2020_01_01-01_01_01.vma, backup-no-stream",
  })
  void filesTravelButForBackups(String file, String reason) throws Exception {
    assertEquals(reason, ask(Feature.EXPORT, file));
  }

  @Test
  void sharingAndUploadsDependOnThePool() {
    assertEquals("not-shared", reason(DIR.supports(Feature.SHARED, POOL, null)));
    assertEquals("yes", reason(DIR.supports(Feature.UPLOAD, POOL, null)));
    Pool nas = Rehearsal.pool(StorageType.NFS, "nas", "path=/p", "content=images,backup");
    assertEquals("yes", reason(new NfsBackend().supports(Feature.SHARED, nas, null)));
    assertEquals("no-upload-content", reason(new NfsBackend().supports(Feature.UPLOAD, nas, null)));
  }

  @ParameterizedTest
  @CsvSource({
    "SNAPSHOT, 100/vm-100-disk-0.raw, yes",
    "SNAPSHOT, 100/old.qcow2, yes",
    "SNAPSHOT, 100/old.vmdk, format-no-snapshot",
    "SNAPSHOT, 100/base-100-disk-0.raw, template-no-snapshot",
    "ROLLBACK, 100/subvol-100-disk-0.subvol, yes",
    "LINKED_CLONE, 100/vm-100-disk-0.raw, yes",
    "LINKED_CLONE, 100/base-100-disk-0.raw, yes",
    "LINKED_CLONE, 100/subvol-100-disk-0.subvol, needs-template",
    "LINKED_CLONE, 100/base-100-disk-0.qcow2, not-a-subvolume",
    "TEMPLATE, 100/vm-100-disk-0.raw, yes",
    "TEMPLATE, 100/base-100-disk-0.raw, template-already",
    "TEMPLATE, 100/old.qcow2, not-a-subvolume",
    "RENAME, 100/vm-100-disk-0.raw, yes",
    "RENAME, 100/subvol-100-disk-0.subvol, format-no-rename",
    "RENAME, 100/base-100-disk-0.raw, template-no-rename",
    "RESIZE, 100/vm-100-disk-0.raw, yes",
    "RESIZE, 100/subvol-100-disk-0.subvol, format-no-resize",
    "FULL_COPY, 100/subvol-100-disk-0.subvol, format-no-copy",
    "SNAPSHOT, iso/a.iso, no-guest-volume",
  })
  void onBtrfsRawImagesCanDoWhatSubvolumesCan(Feature feature, String name, String expected)
      throws Exception {
    BtrfsBackend btrfs = new BtrfsBackend();
    Pool pool = Rehearsal.pool(StorageType.BTRFS, "flash", "path=/p");
    assertEquals(expected, reason(btrfs.supports(feature, pool, btrfs.parse(name))));
  }

  @ParameterizedTest
  @EnumSource(Feature.class)
  void cephsFileSystemHoldsNoDisks(Feature feature) {
    Pool pool = Rehearsal.pool(StorageType.CEPHFS, "files", "path=/p", "content=iso,backup");
    String expected =
        switch (feature) {
          case FREE, SHARED, UPLOAD, EXPORT -> "yes";
          case REPLICATE -> "replicates-zfs-only";
          default -> "no-guest-disks";
        };
    assertEquals(expected, reason(new CephfsBackend().supports(feature, pool, null)));
  }

  @ParameterizedTest
  @CsvSource({
    "iso/a.iso, yes",
    "backup/vzdump-qemu-100-2020_01_01-01_01_01.vma, backup-no-stream",
    "100/vm-100-disk-0.raw, no-guest-disks",
  })
  void cephsFileSystemSendsFiles(String name, String expected) throws Exception {
    Pool pool = Rehearsal.pool(StorageType.CEPHFS, "files", "path=/p", "content=iso,backup");
    CephfsBackend ceph = new CephfsBackend();
    assertEquals(expected, reason(ceph.supports(Feature.EXPORT, pool, ceph.parse(name))));
  }

  @Test
  void everyBackendIsFoundByItsType() {
    for (Backend backend : Backends.all()) {
      assertEquals(Optional.of(backend), Backends.of(backend.schema().type()));
      assertTrue(backend.tools().stream().allMatch(t -> t.program().startsWith("/")));
    }
    assertEquals("yes", reason(DIR.supports(Feature.SNAPSHOT, POOL, null)));
  }
}
