package stowage.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import stowage.config.StorageType;
import stowage.schema.InvalidException;
import stowage.volume.ContentType;
import stowage.volume.VolumeName;

/** Where a volume of each type is, as a host and its guests are told. */
class PathsTest {

  private static Pool pool(StorageType type, String... more) {
    List<String> values =
        new java.util.ArrayList<>(
            List.of(
                "vgname=pve",
                "thinpool=data",
                "pool=" + (type == StorageType.RBD ? "rbd" : "tank/vm"),
                "portal=192.0.2.9",
                "target=iqn.x:y",
                "server=192.0.2.9",
                "datastore=main"));
    values.addAll(List.of(more));
    return Rehearsal.pool(type, "pool1", values.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          DIR | 100/vm-100-disk-0.raw | | /mnt/pve/pool1/images/100/vm-100-disk-0.raw
          DIR | 0100/x.raw | | /mnt/pve/pool1/images/0100/x.raw
          DIR | 100/base-100-disk-0.raw/200/vm-200-disk-0.qcow2 | | /mnt/pve/pool1/images/200/vm-200-disk-0.qcow2
          DIR | 100/vm-100-disk-0.qcow2 | s1 | /mnt/pve/pool1/images/100/vm-100-disk-0.qcow2
          DIR | rootdir/100 | | /mnt/pve/pool1/private/100
          DIR | iso/a b.iso | | /mnt/pve/pool1/template/iso/a b.iso
          DIR | vztmpl/x.tar.zst | | /mnt/pve/pool1/template/cache/x.tar.zst
          DIR | backup/foo.tgz | | /mnt/pve/pool1/dump/foo.tgz
          DIR | snippets/.hidden | | /mnt/pve/pool1/snippets/.hidden
          DIR | import/a b.qcow2 | | /mnt/pve/pool1/import/a b.qcow2
          NFS | snippets/-rf | | /mnt/pve/pool1/snippets/-rf
          CIFS | 100/vm-100-disk-0.vmdk | | /mnt/pve/pool1/images/100/vm-100-disk-0.vmdk
          ZFSPOOL | vm-100-disk-0 | | /dev/zvol/tank/vm/vm-100-disk-0
          ZFSPOOL | vm-100-disk-0 | s1 | /dev/zvol/tank/vm/vm-100-disk-0@s1
          ZFSPOOL | base-100-disk-0/vm-101-disk-0 | | /dev/zvol/tank/vm/vm-101-disk-0
          ZFSPOOL | subvol-100-disk-0 | | /tank/vm/subvol-100-disk-0
          ZFSPOOL | basevol-100-disk-0/subvol-101-disk-0 | s1 | /tank/vm/subvol-101-disk-0@s1
          LVM | vm-100-disk-0 | | /dev/pve/vm-100-disk-0
          LVMTHIN | base-100-disk-0 | | /dev/pve/base-100-disk-0
          LVMTHIN | vm-100-disk-0 | s1 | /dev/pve/snap_vm-100-disk-0_s1
          ISCSI | 0.0.1.scsi-3600 | | /dev/disk/by-id/scsi-3600
          ISCSI | 12.34.56.dm-uuid-mpath-36.00 | | /dev/disk/by-id/dm-uuid-mpath-36.00
          ISCSIDIRECT | lun01 | | iscsi://192.0.2.9/iqn.x:y/01
          PBS | backup/ct/100/2020-01-01T00:00:00Z | | pbs://root@pam@192.0.2.9:main/ct/100/2020-01-01T00:00:00Z
          """)
  void pathsOfEachType(StorageType type, String name, @Nullable String snapshot, String path)
      throws InvalidException {
    assertEquals(path, Backends.of(type).orElseThrow().path(pool(type), name, snapshot));
  }

  @ParameterizedTest
  @CsvSource({
    "DIR, 100/vm-100-disk-0.raw, support.needs-qcow2",
    "DIR, 100/subvol-100-disk-0.subvol, support.needs-qcow2",
    "NFS, iso/a.iso, support.no-guest-volume",
    "LVM, vm-100-disk-0, support.lvm-no-snapshot",
    "ISCSI, 0.0.1.scsi-3600, support.luns-on-target",
    "ISCSIDIRECT, lun0, support.luns-on-target",
    "PBS, backup/vm/100/2020-01-01T00:00:00Z, support.backups-only",
  })
  void whatHasNoSnapshotsHasNoPathOfOne(StorageType type, String name, String reason) {
    assertEquals(
        reason,
        assertThrows(
                InvalidException.class,
                () -> Backends.of(type).orElseThrow().path(pool(type), name, "s1"))
            .problems()
            .getFirst()
            .said()
            .key());
  }

  @ParameterizedTest
  @CsvSource({
    "images=disks, 100/vm-100-disk-0.raw, /p/disks/100/vm-100-disk-0.raw",
    "iso=/isos, iso/a.iso, /p//isos/a.iso",
    "'iso=a/b,backup=c', iso/a.iso, /p/a/b/a.iso",
    "'iso=a/b,backup=c', backup/foo.tar, /p/c/foo.tar",
    "iso=a, vztmpl/x.tar.gz, /p/template/cache/x.tar.gz",
  })
  void directoriesCanBeCalledOtherwise(String dirs, String name, String path)
      throws InvalidException {
    Pool pool = pool(StorageType.DIR, "path=/p", "content-dirs=" + dirs);
    assertEquals(
        path.replace("//", "/"), new DirBackend().path(pool, name, null).replace("//", "/"));
  }

  /** A path never leaves the pool, whatever the name. */
  @ParameterizedTest
  @EnumSource(
      value = StorageType.class,
      names = {"DIR", "NFS", "CIFS", "CEPHFS", "BTRFS"})
  void noNameLeadsOut(StorageType type) {
    Backend backend = Backends.of(type).orElseThrow();
    for (String name :
        List.of(
            "../x",
            "100/../x.raw",
            "../../etc/x.raw",
            "iso/../x.iso",
            "iso/..",
            "snippets/..",
            "snippets/.",
            "snippets/a/../../b",
            "import/x.ova/../y.raw",
            "backup/../x.tar",
            "rootdir/..",
            "100/x.raw/../y.raw",
            "./100/x.raw",
            "/etc/passwd",
            "100//x.raw",
            "iso/a\0.iso",
            "iso/a\n.iso")) {
      assertThrows(InvalidException.class, () -> backend.path(pool(type), name, null), type + name);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "100/vm-100-disk-0.qcow2, IMAGES, 100",
    "vztmpl/x.tar.zst, VZTMPL,",
    "backup/vzdump-qemu-99-x.vma, BACKUP, 99",
    "import/a b.ova/c d.vmdk, IMPORT,",
  })
  void everyTypeOfDirectoriesReadsTheSameNames(
      String name, ContentType content, @Nullable String owner) throws InvalidException {
    VolumeName first = new DirBackend().parse(name);
    assertEquals(content, first.content());
    assertEquals(owner, first.owner());
    for (StorageType type :
        List.of(
            StorageType.NFS,
            StorageType.CIFS,
            StorageType.CEPHFS,
            StorageType.GLUSTERFS,
            StorageType.BTRFS)) {
      assertEquals(first, Backends.of(type).orElseThrow().parse(name));
    }
    assertTrue(first.name().endsWith(name.substring(name.lastIndexOf('/') + 1)));
  }
}
