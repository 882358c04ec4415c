package stowage.disk;

import java.util.List;
import stowage.tool.HostTool;
import stowage.tool.Lvm;
import stowage.tool.Zfs;

/** Programs that work on whole disks; a host that only uses what is there may lack them. */
public final class DiskTools {
  static final HostTool VGCREATE = new HostTool("/sbin/vgcreate", "lvm2");
  static final HostTool SGDISK = new HostTool("/sbin/sgdisk", "gdisk");
  static final HostTool MKFS_EXT4 = new HostTool("/sbin/mkfs.ext4", "e2fsprogs");
  static final HostTool MKFS_XFS = new HostTool("/sbin/mkfs.xfs", "xfsprogs");
  static final HostTool MKFS_BTRFS = new HostTool("/sbin/mkfs.btrfs", "btrfs-progs");

  public static final List<HostTool> ALL =
      List.of(
          VGCREATE, Lvm.THIN_CHECK, Zfs.ZPOOL, SGDISK, MKFS_EXT4, MKFS_XFS, MKFS_BTRFS, Smart.TOOL);

  private DiskTools() {}
}
