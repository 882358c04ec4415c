package stowage.disk;

import java.util.List;

/** What was made of disks and is to be taken away again. */
public sealed interface Removal {

  /** As a person calls it, who types it to agree. */
  String name();

  /** Whether the disks that carry it are to be blank afterwards. */
  boolean wipes();

  /** Whether something is gone then that can't be brought back. */
  default boolean destroys() {
    return true;
  }

  /** The words that the name is made of. */
  default List<String> words() {
    return List.of(name());
  }

  /** A volume group without volumes. */
  record VolumeGroup(String name, boolean wipes) implements Removal {}

  /** A thin pool without volumes. Its group goes with it where disks are wiped. */
  record ThinPool(String group, String pool, boolean wipes) implements Removal {

    /**
     * @param name {@code GROUP/POOL}; a word alone for both
     */
    public static ThinPool of(String name, boolean wipes) {
      int slash = name.indexOf('/');
      return slash < 0
          ? new ThinPool(name, name, wipes)
          : new ThinPool(name.substring(0, slash), name.substring(slash + 1), wipes);
    }

    @Override
    public String name() {
      return group + "/" + pool;
    }

    @Override
    public List<String> words() {
      return List.of(group, pool);
    }
  }

  /** A ZFS pool with all that no guest has on it. */
  record Zpool(String name, boolean wipes) implements Removal {}

  /** The mount of a file system, Btrfs among them, at {@code /mnt/pve/NAME}. */
  record Directory(String name, boolean wipes) implements Removal {
    static final String BELOW = "/mnt/pve/";

    public String path() {
      return BELOW + name;
    }

    /** Unmounted, the files are where they were. */
    @Override
    public boolean destroys() {
      return wipes;
    }
  }
}
