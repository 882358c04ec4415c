package stowage.conformance;

import java.util.List;
import java.util.Map;
import stowage.config.StorageId;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.schema.Draft;
import stowage.volume.ImageFormat;

/**
 * One pool type on the lab host: everything that the suite has to know about it.
 *
 * @param values the settings to add the pool with
 * @param place the one of them that is needed and never changes
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

  public static final List<Fixture> ALL = List.of(DIR, NFS, LVMTHIN, ZFSPOOL);

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
    return Draft.of(id().text(), type.word(), values);
  }

  public Draft draft(Map<String, String> changed) {
    return Draft.of(id().text(), type.word(), changed);
  }

  @Override
  public String toString() {
    return type.word();
  }
}
