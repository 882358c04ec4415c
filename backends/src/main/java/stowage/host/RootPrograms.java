package stowage.host;

import java.util.Arrays;
import java.util.List;
import stowage.exec.Sudoers;

/**
 * The programs that may have to run as root, by what they are needed for. Who has no pools of a
 * kind needs none of its programs.
 */
public enum RootPrograms {
  FILES(
      "/usr/bin/bzcat /usr/bin/bzip2 /usr/bin/cat /usr/bin/chattr /usr/bin/chmod /usr/bin/cp"
          + " /usr/bin/dd /usr/bin/find /usr/bin/grep /usr/bin/gzip /usr/bin/install /usr/bin/lzop"
          + " /usr/bin/mkdir /usr/bin/mv /usr/bin/perl /usr/bin/rm /usr/bin/rmdir /usr/bin/sed"
          + " /usr/bin/sha1sum /usr/bin/stat /usr/bin/tail /usr/bin/tar /usr/bin/test"
          + " /usr/bin/touch /usr/bin/truncate /usr/bin/wget /usr/bin/zcat /usr/bin/zstd"),
  SHARES("/bin/mount /bin/umount /usr/bin/smbclient /usr/sbin/gluster"),
  IMAGES("/usr/bin/qemu-img"),
  LVM(
      "/sbin/blockdev /sbin/lvchange /sbin/lvcreate /sbin/lvextend /sbin/lvremove /sbin/lvrename"
          + " /sbin/lvs /sbin/pvcreate /sbin/pvremove /sbin/pvs /sbin/vgcreate"
          + " /sbin/vgremove /sbin/vgs /sbin/vgscan /usr/bin/cstream /usr/sbin/blkdiscard"),
  ZFS("/sbin/zfs /sbin/zpool"),
  BTRFS("/bin/btrfs"),
  CEPH("/usr/bin/ceph /usr/bin/rbd"),
  ISCSI("/usr/bin/iscsiadm /usr/bin/ssh /usr/bin/ssh-keygen"),
  BACKUP("/usr/bin/proxmox-backup-client"),
  DISKS(
      "/sbin/blkid /sbin/mkfs.btrfs /sbin/mkfs.ext4 /sbin/mkfs.xfs /sbin/sgdisk /sbin/wipefs"
          + " /usr/bin/systemctl /usr/bin/udevadm /usr/sbin/smartctl"),
  PACKAGES("/usr/bin/apt-get");

  private final String programs;

  RootPrograms(String programs) {
    this.programs = programs;
  }

  public List<String> programs() {
    return List.of(programs.split(" "));
  }

  /** The line that lets the user run them. */
  public String rule(String user) {
    return Sudoers.rule(user, programs());
  }

  public static List<String> all() {
    return Arrays.stream(values()).flatMap(p -> p.programs().stream()).toList();
  }
}
