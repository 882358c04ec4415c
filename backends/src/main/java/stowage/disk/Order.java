package stowage.disk;

import java.util.List;
import stowage.tool.HostTool;
import stowage.tool.Lvm;
import stowage.tool.Zfs;

/** What is to be made of disks. Disks are named by their device or a name below by-id. */
public sealed interface Order {

  /** The disks that it takes. */
  List<String> disks();

  /** Programs that make it; whatever else is run is on every host. */
  List<HostTool> tools();

  /** A volume group over all of them. */
  record VolumeGroup(String name, List<String> disks) implements Order {
    @Override
    public List<HostTool> tools() {
      return List.of(DiskTools.VGCREATE);
    }
  }

  /** A volume group and, in it, a thin pool of the same name. */
  record ThinPool(String name, String disk) implements Order {
    @Override
    public List<HostTool> tools() {
      return List.of(DiskTools.VGCREATE, Lvm.THIN_CHECK);
    }

    @Override
    public List<String> disks() {
      return List.of(disk);
    }
  }

  /**
   * @param ashift sectors are 2 to the power of this, 9 to 16
   * @param compression as ZFS calls it, {@code on} for its usual one
   * @param draid only for the levels of that name
   */
  record Zpool(
      String name, Raid raid, List<String> disks, int ashift, String compression, Draid draid)
      implements Order {
    /** Sectors of 4 KiB, as nearly all disks have them, also those that say 512 bytes. */
    public static final int USUAL_ASHIFT = 12;

    public static final String USUAL_COMPRESSION = "on";

    public Zpool(String name, Raid raid, List<String> disks, int ashift, String compression) {
      this(name, raid, disks, ashift, compression, Draid.USUAL);
    }

    @Override
    public List<HostTool> tools() {
      return List.of(Zfs.ZPOOL);
    }
  }

  /** A file system mounted at {@code /mnt/pve/NAME} at every boot. */
  record Directory(String name, String disk, FileSystem fileSystem) implements Order {
    @Override
    public List<HostTool> tools() {
      return List.of(
          DiskTools.SGDISK,
          switch (fileSystem) {
            case EXT4 -> DiskTools.MKFS_EXT4;
            case XFS -> DiskTools.MKFS_XFS;
          });
    }

    @Override
    public List<String> disks() {
      return List.of(disk);
    }
  }

  /**
   * @param profile {@code single}, {@code raid0}, {@code raid1}, {@code raid10}
   */
  record Btrfs(String name, List<String> disks, String profile) implements Order {
    @Override
    public List<HostTool> tools() {
      return List.of(DiskTools.MKFS_BTRFS);
    }
  }

  /** An empty partition table. */
  record Gpt(String disk) implements Order {
    @Override
    public List<HostTool> tools() {
      return List.of(DiskTools.SGDISK);
    }

    @Override
    public List<String> disks() {
      return List.of(disk);
    }
  }

  /** Whatever is on the disk is gone. */
  record Wipe(String disk) implements Order {
    @Override
    public List<HostTool> tools() {
      return List.of();
    }

    @Override
    public List<String> disks() {
      return List.of(disk);
    }
  }

  enum FileSystem {
    EXT4,
    XFS
  }

  /**
   * How dRAID, which spreads groups and spares over all its disks, is to do that.
   *
   * @param data disks of a group that hold data; 0 leaves it to ZFS
   * @param spares disks whose room is kept for when others fail
   */
  record Draid(int data, int spares) {
    public static final Draid USUAL = new Draid(0, 0);

    /** What ZFS takes by itself, see zpoolconcepts(7). */
    private static final int USUAL_DATA = 8;

    int dataOf(int disks, int parity) {
      return data > 0 ? data : Math.max(1, Math.min(USUAL_DATA, disks - parity - spares));
    }

    /** As it stands behind the level: {@code :4d:1s}. */
    String words() {
      return (data > 0 ? ":" + data + "d" : "") + (spares > 0 ? ":" + spares + "s" : "");
    }
  }

  /** How a ZFS pool spreads its data. */
  enum Raid {
    SINGLE("", 1),
    MIRROR("mirror", 2),
    RAID10("mirror", 4),
    RAIDZ("raidz", 3),
    RAIDZ2("raidz2", 4),
    RAIDZ3("raidz3", 5),
    DRAID("draid", 3),
    DRAID2("draid2", 4),
    DRAID3("draid3", 5);

    private final String word;
    private final int fewest;

    Raid(String word, int fewest) {
      this.word = word;
      this.fewest = fewest;
    }

    /** As zpool(8) calls it; empty for none. */
    public String word() {
      return word;
    }

    public int fewest() {
      return fewest;
    }

    public int fewest(Draid draid) {
      return takesDraid()
          ? Math.max(fewest, parity() + Math.max(1, draid.data()) + draid.spares())
          : fewest;
    }

    public boolean takesDraid() {
      return switch (this) {
        case DRAID, DRAID2, DRAID3 -> true;
        case SINGLE, MIRROR, RAID10, RAIDZ, RAIDZ2, RAIDZ3 -> false;
      };
    }

    private int parity() {
      return switch (this) {
        case SINGLE, MIRROR, RAID10 -> 0;
        case RAIDZ, DRAID -> 1;
        case RAIDZ2, DRAID2 -> 2;
        case RAIDZ3, DRAID3 -> 3;
      };
    }

    /** Bytes that can be used of so many disks of this size, before ZFS takes its own share. */
    public long usable(int disks, long size, Draid draid) {
      return switch (this) {
        case SINGLE -> size * disks;
        case MIRROR -> size;
        case RAID10 -> size * (disks / 2);
        case RAIDZ, RAIDZ2, RAIDZ3 -> size * (disks - parity());
        case DRAID, DRAID2, DRAID3 -> {
          int data = draid.dataOf(disks, parity());
          yield size / (data + parity()) * data * (disks - draid.spares());
        }
      };
    }
  }
}
