package stowage.conformance;

import java.util.List;
import java.util.Map;
import java.util.Set;
import stowage.config.StorageId;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Secret;
import stowage.schema.Draft;
import stowage.volume.ImageFormat;

/**
 * One pool type on the lab host: everything that the suite has to know about it.
 *
 * @param values the settings to add the pool with
 * @param place the one of them that is needed and never changes; empty for none
 * @param change an optional setting that may change, with a value for it
 * @param formats those to allocate in
 * @param snapshots the format whose volumes have snapshots
 * @param cleanup takes back what removing a pool leaves behind on purpose
 */
public record Fixture(
    StorageType type,
    Map<String, String> values,
    String place,
    Map.Entry<String, String> change,
    List<ImageFormat> formats,
    ImageFormat snapshots,
    List<Exec> cleanup) {

  private static final String DIRECTORY = "/srv/stowage-conformance";
  private static final String SUBVOLUMES = "/mnt/btrfs/stowage-conformance";
  private static final String MOUNT = "/mnt/pve/conformance-nfs";

  public static final Fixture DIR =
      new Fixture(
          StorageType.DIR,
          Map.of("path", DIRECTORY, "content", "images,iso"),
          "path",
          Map.entry("prune-backups", "keep-daily=7,keep-last=3"),
          List.of(ImageFormat.RAW, ImageFormat.QCOW2, ImageFormat.VMDK),
          ImageFormat.QCOW2,
          List.of(root("/usr/bin/rm", "-rf", "--", DIRECTORY)));

  public static final Fixture NFS =
      new Fixture(
          StorageType.NFS,
          Map.of("server", "127.0.0.1", "export", "/srv/nfs/a", "content", "images"),
          "export",
          Map.entry("options", "vers=4.2,soft"),
          List.of(ImageFormat.RAW, ImageFormat.QCOW2),
          ImageFormat.QCOW2,
          List.of(root("/usr/bin/umount", MOUNT), root("/usr/bin/rmdir", MOUNT)));

  public static final Fixture LVMTHIN =
      new Fixture(
          StorageType.LVMTHIN,
          Map.of("vgname", "pve", "thinpool", "data"),
          "thinpool",
          Map.entry("bwlimit", "default=1024"),
          List.of(ImageFormat.RAW),
          ImageFormat.RAW,
          List.of());

  public static final Fixture ZFSPOOL =
      new Fixture(
          StorageType.ZFSPOOL,
          Map.of("pool", "tank", "sparse", "1"),
          "pool",
          Map.entry("blocksize", "8k"),
          List.of(ImageFormat.RAW, ImageFormat.SUBVOL),
          ImageFormat.RAW,
          List.of());

  /** Locks of qemu-img that the server is told of keep qemu-img itself from writing qcow2. */
  public static final Fixture CIFS =
      new Fixture(
          StorageType.CIFS,
          Map.of(
              "server",
              "127.0.0.1",
              "share",
              "VMData",
              "username",
              "anna",
              "options",
              "nobrl",
              "content",
              "images"),
          "share",
          Map.entry("smbversion", "3.11"),
          List.of(ImageFormat.RAW, ImageFormat.QCOW2),
          ImageFormat.QCOW2,
          unmount("cifs"));

  /** Without a key: the pool takes a copy of the administrator's. */
  public static final Fixture CEPHFS =
      new Fixture(
          StorageType.CEPHFS,
          Map.of("fs-name", "cephfs", "content", "iso,backup"),
          "path",
          Map.entry("options", "noatime"),
          List.of(),
          ImageFormat.RAW,
          unmount("cephfs"));

  public static final Fixture GLUSTERFS =
      new Fixture(
          StorageType.GLUSTERFS,
          Map.of("server", "storage.lab", "volume", "glustervol", "content", "images"),
          "volume",
          Map.entry("preallocation", "off"),
          List.of(ImageFormat.RAW, ImageFormat.QCOW2),
          ImageFormat.QCOW2,
          unmount("glusterfs"));

  public static final Fixture BTRFS =
      new Fixture(
          StorageType.BTRFS,
          Map.of("path", SUBVOLUMES, "content", "images,rootdir"),
          "path",
          Map.entry("nocow", "1"),
          List.of(ImageFormat.RAW, ImageFormat.SUBVOL),
          ImageFormat.RAW,
          List.of(root("/usr/bin/rm", "-rf", "--", SUBVOLUMES)));

  public static final Fixture LVM =
      new Fixture(
          StorageType.LVM,
          Map.of("vgname", "vgthick", "content", "images"),
          "vgname",
          Map.entry("saferemove", "1"),
          List.of(ImageFormat.RAW),
          ImageFormat.RAW,
          List.of());

  /** The key is the cluster's own, which the host copies by itself. */
  public static final Fixture RBD =
      new Fixture(
          StorageType.RBD,
          Map.of("monhost", "192.0.2.10", "pool", "rbd", "content", "images"),
          "",
          Map.entry("bwlimit", "default=1024"),
          List.of(ImageFormat.RAW),
          ImageFormat.RAW,
          List.of());

  /** The same with images that are devices of the host while they are used. */
  public static final Fixture KRBD =
      new Fixture(
          StorageType.RBD,
          Map.of("monhost", "192.0.2.10", "pool", "rbd", "krbd", "1", "content", "images"),
          RBD.place(),
          RBD.change(),
          RBD.formats(),
          RBD.snapshots(),
          RBD.cleanup());

  /** The server of {@link #NFS}, with snapshots that are files of their own. */
  public static final Fixture CHAIN =
      new Fixture(
          StorageType.NFS,
          Map.of(
              "server",
              "127.0.0.1",
              "export",
              "/srv/nfs/b",
              "content",
              "images",
              "snapshot-as-volume-chain",
              "1"),
          NFS.place(),
          NFS.change(),
          List.of(ImageFormat.QCOW2),
          ImageFormat.QCOW2,
          NFS.cleanup());

  /** The host is its own server, and has been let in there. */
  public static final Fixture ZFS =
      new Fixture(
          StorageType.ZFS,
          Map.of(
              "pool",
              "tank",
              "portal",
              "127.0.0.1",
              "target",
              "iqn.2003-01.org.linux-iscsi.lab:zfs",
              "iscsiprovider",
              "LIO",
              "lio_tpg",
              "tpg1",
              "blocksize",
              "8k",
              "sparse",
              "1"),
          "pool",
          Map.entry("bwlimit", "default=1024"),
          List.of(ImageFormat.RAW),
          ImageFormat.RAW,
          List.of());

  public static final List<Fixture> ALL =
      List.of(DIR, NFS, CHAIN, LVMTHIN, ZFSPOOL, CIFS, CEPHFS, GLUSTERFS, BTRFS, LVM, RBD, ZFS);

  private static List<Exec> unmount(String type) {
    String path = "/mnt/pve/conformance-" + type;
    return List.of(root("/usr/bin/umount", path), root("/usr/bin/rmdir", path));
  }

  private static Exec root(String... argv) {
    return Exec.changes(argv).asRoot();
  }

  /** The same without trying every format: for a second way to the same host. */
  public Fixture brief() {
    return new Fixture(type, values, place, change, List.of(), snapshots, cleanup);
  }

  public StorageId id() {
    return new StorageId("conformance-" + type.word());
  }

  public Draft draft() {
    return new Draft(id().text(), type.word(), values, secrets(), Set.of());
  }

  /** What the lab's services ask for. */
  private Map<String, Secret> secrets() {
    return type == StorageType.CIFS
        ? Map.of("password", Secret.of("secret".toCharArray()))
        : Map.of();
  }

  public Draft draft(Map<String, String> changed) {
    return Draft.of(id().text(), type.word(), changed);
  }

  @Override
  public String toString() {
    if (values.containsKey("snapshot-as-volume-chain")) {
      return "chain";
    }
    return values.containsKey("krbd") ? "krbd" : type.word();
  }
}
