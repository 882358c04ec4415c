package stowage.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stowage.config.StorageType;
import stowage.schema.InvalidException;

class VolumeNamesTest {

  /** {@code content, name, owner, format[, base x of n][, template]}. */
  private static String shown(StorageType type, String name) {
    return VolumeNames.read(type, name)
        .map(v ->
            v.content().word()
                + ", "
                + v.name()
                + ", "
                + v.guest().orElse("-")
                + ", "
                + v.format()
                + v.origin().map(b -> ", base " + b.name() + " of " + b.owner()).orElse("")
                + (v.template() ? ", template" : ""))
        .orElse("error");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          DIR | 100/vm-100-disk-0.qcow2 | images, vm-100-disk-0.qcow2, 100, qcow2
          DIR | 100/foo.qcow2 | images, foo.qcow2, 100, qcow2
          DIR | 100/vm-200-disk-0.raw | images, vm-200-disk-0.raw, 100, raw
          DIR | 0100/x.raw | images, x.raw, 0100, raw
          DIR | 100/vm-100-disk-0 | error
          DIR | 100/a b.raw | error
          DIR | 100/sub/x.raw | error
          DIR | 100/base-100-disk-0.raw/200/vm-200-disk-0.qcow2 | images, vm-200-disk-0.qcow2, 200, qcow2, base base-100-disk-0.raw of 100
          DIR | 100/x.raw/200/y.qcow2 | images, y.qcow2, 200, qcow2, base x.raw of 100
          DIR | 100/base-100-disk-0.raw | images, base-100-disk-0.raw, 100, raw, template
          DIR | 100/basevol-100-disk-0.subvol | images, basevol-100-disk-0.subvol, 100, subvol
          DIR | 100/snap-x-vm-100-disk-0.qcow2 | images, snap-x-vm-100-disk-0.qcow2, 100, qcow2
          DIR | iso/a.ISO | iso, a.ISO, -, raw
          DIR | iso/a b.iso | iso, a b.iso, -, raw
          DIR | iso/a.img | iso, a.img, -, raw
          DIR | iso/a/b.iso | error
          DIR | iso/.iso | error
          DIR | vztmpl/x.tar.zst | vztmpl, x.tar.zst, -, raw
          DIR | vztmpl/X.TAR.GZ | vztmpl, X.TAR.GZ, -, raw
          DIR | vztmpl/x.tar | vztmpl, x.tar, -, raw
          DIR | vztmpl/x.tar.lz4 | error
          DIR | vztmpl/x.tgz | error
          DIR | rootdir/100 | rootdir, 100, 100, subvol
          DIR | backup/vzdump-qemu-100-2020_01_01-01_01_01.vma.zst | backup, vzdump-qemu-100-2020_01_01-01_01_01.vma.zst, 100, raw
          DIR | backup/vzdump-qemu-99-2020_01_01-01_01_01.vma.zst | backup, vzdump-qemu-99-2020_01_01-01_01_01.vma.zst, 99, raw
          DIR | backup/vzdump-lxc-100-renamed.tar.gz | backup, vzdump-lxc-100-renamed.tar.gz, 100, raw
          DIR | backup/foo.tar | backup, foo.tar, -, raw
          DIR | backup/foo.tgz | backup, foo.tgz, -, raw
          DIR | backup/foo.tar.xz | error
          DIR | backup/foo.vma.notes | error
          DIR | snippets/a | snippets, a, -, raw
          DIR | snippets/.hidden | snippets, .hidden, -, raw
          DIR | snippets/a/b | error
          DIR | import/a b.qcow2 | import, a b.qcow2, -, qcow2
          DIR | import/a b.ova/c d.vmdk | import, a b.ova/c d.vmdk, -, ova+vmdk
          DIR | import/a.OVA | error
          DIR | import/a(1).qcow2 | error
          DIR | import/x.ova/y.ovf | error
          NFS | 100/vm-100-disk-0.vmdk | images, vm-100-disk-0.vmdk, 100, vmdk
          BTRFS | 100/vm-100-disk-0.raw | images, vm-100-disk-0.raw, 100, raw
          ZFSPOOL | vm-100-disk-0 | images, vm-100-disk-0, 100, raw
          ZFSPOOL | vm-100-cloudinit | images, vm-100-cloudinit, 100, raw
          ZFSPOOL | subvol-100-disk-0 | images, subvol-100-disk-0, 100, subvol
          ZFSPOOL | base-100-disk-0/vm-101-disk-0 | images, vm-101-disk-0, 101, raw, base base-100-disk-0 of 100
          ZFSPOOL | basevol-100-disk-0/subvol-101-disk-0 | images, subvol-101-disk-0, 101, subvol, base basevol-100-disk-0 of 100
          ZFSPOOL | base-100-disk-0/base-101-disk-0 | images, base-101-disk-0, 101, raw, base base-100-disk-0 of 100, template
          ZFSPOOL | basevol-100-disk-0 | images, basevol-100-disk-0, 100, subvol, template
          ZFSPOOL | vm-100-disk-0/vm-101-disk-0 | images, vm-100-disk-0/vm-101-disk-0, 100, raw
          ZFS | vm-100-disk-0 | images, vm-100-disk-0, 100, raw
          ZFS | foo | error
          ZFS | vm-100- | error
          LVM | vm-100-disk-0 | images, vm-100-disk-0, 100, raw
          LVM | base-100-disk-0 | error
          LVM | vm-100-disk-0.qcow2 | images, vm-100-disk-0.qcow2, 100, raw
          LVM | vm-100-disk_ | error
          LVMTHIN | base-100-disk-0 | images, base-100-disk-0, 100, raw, template
          LVMTHIN | vm-100-disk-0 | images, vm-100-disk-0, 100, raw
          LVMTHIN | snap_vm-100-disk-0_x | error
          RBD | base-100-disk-0/vm-101-disk-0 | images, vm-101-disk-0, 101, raw, base base-100-disk-0 of 100
          RBD | base-100-disk-0 | images, base-100-disk-0, 100, raw, template
          RBD | basevm-100-x | images, basevm-100-x, 100, raw, template
          RBD | -100-x | images, -100-x, 100, raw
          RBD | foo-100-x | error
          ISCSI | 0.0.1.scsi-1234 | images, scsi-1234, -, raw
          ISCSI | 0.0.1.dm-uuid-mpath-1234 | images, dm-uuid-mpath-1234, -, raw
          ISCSI | 0.0.1.a/b | error
          ISCSI | x.0.1.scsi | error
          ISCSIDIRECT | lun0 | images, 0, -, raw
          ISCSIDIRECT | lun01 | images, 01, -, raw
          ISCSIDIRECT | 1 | error
          PBS | backup/vm/100/2020-01-01T00:00:00Z | backup, vm/100/2020-01-01T00:00:00Z, 100, pbs-vm
          PBS | backup/host/my-host/2020-01-01T00:00:00Z | backup, host/my-host/2020-01-01T00:00:00Z, -, pbs-host
          PBS | backup/ct/100/2020-01-01 00:00:00 | error
          """)
  void readsNamesAsTheTypeDoes(StorageType type, String name, String expected) {
    assertEquals(expected, shown(type, name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "snippets/..",
        "snippets/.",
        "iso/\n.iso",
        "snippets/a\tb",
        "import/../a.raw",
        "",
        "/",
        "images"
      })
  void refusesWhatWouldLeaveTheDirectory(String name) {
    assertEquals("error", shown(StorageType.DIR, name));
  }

  @Test
  void refusesNamesThatClimbOutOfAPool() {
    assertEquals("error", shown(StorageType.ZFSPOOL, "vm-100-x/../../etc"));
    assertEquals("error", shown(StorageType.RBD, "vm-100-x/.."));
  }

  @Test
  void endlessNamesAreRefusedAtOnce() {
    String long1 = "base-1-" + "x/".repeat(100_000);
    for (StorageType type : StorageType.values()) {
      assertEquals("error", shown(type, long1));
    }
  }

  @Test
  void theProblemNamesTheVolumeAndTheType() {
    InvalidException e =
        assertThrows(InvalidException.class, () -> VolumeNames.parse(StorageType.LVM, "foo"));
    assertEquals("volume", e.problems().getFirst().field());
    assertEquals(java.util.List.of("foo", "lvm"), e.problems().getFirst().said().args());
  }
}
