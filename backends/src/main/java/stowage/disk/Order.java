package stowage.disk;

import java.util.List;

/** What is to be made of disks. Disks are named by their device or a name below by-id. */
public sealed interface Order {

  /** The disks that it takes. */
  List<String> disks();

  /** A volume group over all of them. */
  record VolumeGroup(String name, List<String> disks) implements Order {}

  /** A volume group and, in it, a thin pool of the same name. */
  record ThinPool(String name, String disk) implements Order {
    @Override
    public List<String> disks() {
      return List.of(disk);
    }
  }

  /**
   * @param ashift sectors are 2 to the power of this, 9 to 16
   * @param compression as ZFS calls it, {@code on} for its usual one
   */
  record Zpool(String name, Raid raid, List<String> disks, int ashift, String compression)
      implements Order {}

  /** A file system mounted at {@code /mnt/pve/NAME} at every boot. */
  record Directory(String name, String disk, FileSystem fileSystem) implements Order {
    @Override
    public List<String> disks() {
      return List.of(disk);
    }
  }

  /**
   * @param profile {@code single}, {@code raid0}, {@code raid1}, {@code raid10}
   */
  record Btrfs(String name, List<String> disks, String profile) implements Order {}

  /** An empty partition table. */
  record Gpt(String disk) implements Order {
    @Override
    public List<String> disks() {
      return List.of(disk);
    }
  }

  /** Whatever is on the disk is gone. */
  record Wipe(String disk) implements Order {
    @Override
    public List<String> disks() {
      return List.of(disk);
    }
  }

  enum FileSystem {
    EXT4,
    XFS
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

    /** Bytes that can be used of so many disks of this size, before ZFS takes its own share. */
    public long usable(int disks, long size) {
      return switch (this) {
        case SINGLE -> size * disks;
        case MIRROR -> size;
        case RAID10 -> size * (disks / 2);
        case RAIDZ, DRAID -> size * (disks - 1);
        case RAIDZ2, DRAID2 -> size * (disks - 2);
        case RAIDZ3, DRAID3 -> size * (disks - 3);
      };
    }
  }
}
