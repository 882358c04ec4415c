package stowage.tool;

import java.time.Duration;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.message.Message;
import stowage.volume.Size;

/** What is done with ZFS, see zfs(8); {@link ZfsReport} tells what is there. Changes need root. */
public final class Zfs {
  public static final HostTool ZFS = new HostTool("/sbin/zfs", "zfsutils-linux");
  public static final HostTool ZPOOL = new HostTool("/sbin/zpool", "zfsutils-linux");

  /** What {@code zfs} says about a dataset, or one of a pool, that is not there. */
  public static final String MISSING = "dataset does not exist";

  public static final String BUSY = "dataset is busy";
  public static final String NOT_MOUNTED = "not currently mounted";

  private static final Duration LONG = Duration.ofHours(1);
  private static final int FAILED = 1;

  private Zfs() {}

  /**
   * @param dataset also a snapshot
   */
  public static Guard absent(Message otherwise, String dataset) {
    return Guard.status(otherwise, ask("list", "-H", "-o", "name", dataset), FAILED);
  }

  /** The property still has this value. */
  public static Guard unchanged(Message otherwise, String dataset, String property, String value) {
    return new Guard(
        otherwise, ask("get", "-Hp", "-o", "value", property, dataset), 0, value + "\n");
  }

  /**
   * @param dataset also a snapshot
   */
  public static Guard present(Message otherwise, String dataset) {
    return Guard.status(otherwise, ask("list", "-H", "-o", "name", dataset), 0);
  }

  public static Exec createVolume(String dataset, Size size, boolean sparse, String blockSize) {
    Exec create = change("create");
    if (sparse) {
      create = create.and("-s");
    }
    if (!blockSize.isEmpty()) {
      create = create.and("-b", blockSize);
    }
    return create.and("-V", size.inKib() + "k", dataset);
  }

  public static Exec createFileSystem(String dataset, Size limit) {
    return change("create", "-o", "acltype=posixacl", "-o", "xattr=sa", "-o")
        .and("refquota=" + limit(limit), dataset);
  }

  public static String limit(Size limit) {
    return limit.bytes() == 0 ? "none" : limit.inKib() + "k";
  }

  /** With its snapshots; refused by ZFS while a clone depends on one of them. */
  public static Exec destroyAll(String dataset) {
    return change("destroy", "-r", dataset);
  }

  public static Exec destroySnapshot(String dataset, String snapshot) {
    return change("destroy", dataset + "@" + snapshot);
  }

  public static Exec set(String dataset, String property, String value) {
    return change("set", property + "=" + value, dataset);
  }

  public static Exec snapshot(String dataset, String snapshot) {
    return change("snapshot", dataset + "@" + snapshot);
  }

  /** Refused by ZFS unless it is the newest snapshot. */
  public static Exec rollback(String dataset, String snapshot) {
    return change("rollback", dataset + "@" + snapshot);
  }

  /** Newer snapshots go with it. */
  public static Exec rollbackAll(String dataset, String snapshot) {
    return change("rollback", "-r", dataset + "@" + snapshot);
  }

  public static Exec rename(String from, String to) {
    return change("rename", from, to);
  }

  /** A volume that shares its data with the snapshot. */
  public static Exec cloneVolume(String dataset, String snapshot, String clone) {
    return change("clone", dataset + "@" + snapshot, clone);
  }

  /** A file system that shares its data with the snapshot; the limit is not inherited from it. */
  public static Exec cloneFileSystem(String dataset, String snapshot, Size limit, String clone) {
    return change("clone", "-o", "refquota=" + limit(limit), dataset + "@" + snapshot, clone);
  }

  public static Exec unmount(String dataset) {
    return change("unmount", dataset);
  }

  public static Exec mount(String dataset) {
    return change("mount", dataset);
  }

  public static Exec mountAll() {
    return change("mount", "-a");
  }

  /** By stable device names, and without making the host import it at every boot. */
  public static Exec importPool(String pool) {
    return Exec.changes(ZPOOL.program(), "import", "-d", "/dev/disk/by-id/")
        .and("-o", "cachefile=none", pool)
        .asRoot();
  }

  static Exec ask(String... arguments) {
    return Exec.reads(ZFS.program()).and(arguments);
  }

  private static Exec change(String... arguments) {
    return Exec.changes(ZFS.program()).and(arguments).within(LONG).asRoot();
  }
}
