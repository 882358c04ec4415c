package stowage.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static stowage.tool.Told.assertLines;

import org.junit.jupiter.api.Test;
import stowage.exec.Guard;
import stowage.message.Message;
import stowage.volume.Size;

class ZfsTest {
  @Test
  void volumesAndFileSystemsAreMadeInKibibytes() {
    Size gib = new Size(1L << 30);
    assertLines(
        """
        !# /sbin/zfs create -V 1048576k tank/vm-1
        !# /sbin/zfs create -s -b 16k -V 1048576k tank/vm-1
        !# /sbin/zfs create -o acltype=posixacl -o xattr=sa -o refquota=1048576k tank/subvol-1
        !# /sbin/zfs create -o acltype=posixacl -o xattr=sa -o refquota=none tank/subvol-1
        !# /sbin/zfs clone tank/base-1@__base__ tank/vm-2
        !# /sbin/zfs clone -o refquota=none tank/basevol-1@__base__ tank/subvol-2
        !# /sbin/zfs set volsize=1048576k tank/vm-1
        """,
        Zfs.createVolume("tank/vm-1", gib, false, ""),
        Zfs.createVolume("tank/vm-1", gib, true, "16k"),
        Zfs.createFileSystem("tank/subvol-1", gib),
        Zfs.createFileSystem("tank/subvol-1", new Size(0)),
        Zfs.cloneVolume("tank/base-1", "__base__", "tank/vm-2"),
        Zfs.cloneFileSystem("tank/basevol-1", "__base__", new Size(0), "tank/subvol-2"),
        Zfs.set("tank/vm-1", "volsize", "1048576k"));
  }

  @Test
  void onlyWhatMustGoGoes() {
    assertLines(
        """
        !# /sbin/zfs destroy -r tank/vm-1
        !# /sbin/zfs destroy tank/vm-1@a
        !# /sbin/zfs snapshot tank/vm-1@a
        !# /sbin/zfs rollback tank/vm-1@a
        !# /sbin/zfs rollback -r tank/vm-1@a
        !# /sbin/zfs rename tank/vm-1 tank/base-1
        !# /sbin/zfs unmount tank/subvol-1
        !# /sbin/zfs mount -a
        !# /sbin/zpool import -d /dev/disk/by-id/ -o cachefile=none tank
        """,
        Zfs.destroyAll("tank/vm-1"),
        Zfs.destroySnapshot("tank/vm-1", "a"),
        Zfs.snapshot("tank/vm-1", "a"),
        Zfs.rollback("tank/vm-1", "a"),
        Zfs.rollbackAll("tank/vm-1", "a"),
        Zfs.rename("tank/vm-1", "tank/base-1"),
        Zfs.unmount("tank/subvol-1"),
        Zfs.mountAll(),
        Zfs.importPool("tank"));
  }

  @Test
  void guardsHoldADatasetToWhatWasSeen() {
    Message otherwise = Message.of("x");
    Guard same = Zfs.unchanged(otherwise, "tank/vm-1", "volsize", "1024");
    assertLines(
        """
        ?$ /sbin/zfs list -H -o name tank/vm-1
        ?$ /sbin/zfs get -Hp -o value volsize tank/vm-1
        """,
        Zfs.absent(otherwise, "tank/vm-1").check(),
        same.check());
    assertEquals(1, Zfs.absent(otherwise, "tank/vm-1").status());
    assertEquals(0, Zfs.present(otherwise, "tank/vm-1").status());
    // With the line break, or 1024 would also be the beginning of 10240.
    assertEquals("1024\n", same.prefix());
  }
}
