package stowage.schema;

import static stowage.schema.Properties.*;
import static stowage.schema.Property.Trait.ADVANCED;
import static stowage.schema.Property.Trait.FIXED;
import static stowage.schema.Property.Trait.REQUIRED;
import static stowage.volume.ContentType.BACKUP;
import static stowage.volume.ContentType.IMAGES;
import static stowage.volume.ContentType.IMPORT;
import static stowage.volume.ContentType.ISO;
import static stowage.volume.ContentType.NONE;
import static stowage.volume.ContentType.ROOTDIR;
import static stowage.volume.ContentType.SNIPPETS;
import static stowage.volume.ContentType.VZTMPL;
import static stowage.volume.ImageFormat.QCOW2;
import static stowage.volume.ImageFormat.RAW;
import static stowage.volume.ImageFormat.SUBVOL;
import static stowage.volume.ImageFormat.VMDK;

import java.util.List;
import java.util.Set;
import stowage.config.StorageType;
import stowage.volume.ContentType;
import stowage.volume.ImageFormat;

/** What each pool type's section may hold. */
public final class Schemas {
  private static final Set<ContentType> FILES =
      Set.of(IMAGES, ROOTDIR, VZTMPL, ISO, BACKUP, SNIPPETS, IMPORT);
  private static final Set<ContentType> FILES_OR_NONE =
      Set.of(IMAGES, ROOTDIR, VZTMPL, ISO, BACKUP, SNIPPETS, IMPORT, NONE);
  private static final Set<ContentType> GUESTS = Set.of(IMAGES, ROOTDIR);
  private static final List<ImageFormat> FILE_FORMATS = List.of(RAW, QCOW2, VMDK);

  private Schemas() {}

  /** In the order a list of types shows them: file, block, network, backup. */
  public static List<Schema> all() {
    return java.util.Arrays.stream(StorageType.values()).map(Schemas::of).toList();
  }

  public static Schema of(StorageType type) {
    return switch (type) {
      case DIR -> DIR;
      case NFS -> NFS;
      case CIFS -> CIFS;
      case CEPHFS -> CEPHFS;
      case GLUSTERFS -> GLUSTERFS;
      case BTRFS -> BTRFS;
      case ZFSPOOL -> ZFSPOOL;
      case LVM -> LVM;
      case LVMTHIN -> LVMTHIN;
      case RBD -> RBD;
      case ISCSI -> ISCSI;
      case ISCSIDIRECT -> ISCSIDIRECT;
      case ZFS -> ZFS;
      case PBS -> PBS;
    };
  }

  private static final Schema DIR =
      new Schema(
          StorageType.DIR,
          List.of(
              needed(PATH),
              CONTENT,
              NODES,
              DISABLE,
              SHARED,
              PRUNE_BACKUPS,
              FORMAT,
              PREALLOCATION,
              IS_MOUNTPOINT,
              CREATE_BASE_PATH,
              CREATE_SUBDIRS,
              MKDIR,
              CONTENT_DIRS,
              MAX_PROTECTED_BACKUPS,
              BWLIMIT,
              fixed(SNAPSHOT_CHAIN),
              MAXFILES),
          FILES_OR_NONE,
          GUESTS,
          List.of(RAW, QCOW2, SUBVOL, VMDK));

  private static final Schema NFS =
      new Schema(
          StorageType.NFS,
          List.of(
              needed(SERVER),
              needed(EXPORT),
              mounted(PATH),
              CONTENT,
              NODES,
              DISABLE,
              PRUNE_BACKUPS,
              OPTIONS,
              FORMAT,
              PREALLOCATION,
              CREATE_BASE_PATH,
              CREATE_SUBDIRS,
              MKDIR,
              CONTENT_DIRS,
              MAX_PROTECTED_BACKUPS,
              BWLIMIT,
              fixed(SNAPSHOT_CHAIN),
              MAXFILES),
          FILES,
          Set.of(IMAGES),
          FILE_FORMATS);

  private static final Schema CIFS =
      new Schema(
          StorageType.CIFS,
          List.of(
              needed(SERVER),
              needed(SHARE),
              mounted(PATH),
              USERNAME,
              PASSWORD,
              DOMAIN,
              SUBDIR,
              CONTENT,
              NODES,
              DISABLE,
              PRUNE_BACKUPS,
              SMBVERSION,
              OPTIONS,
              FORMAT,
              PREALLOCATION,
              CREATE_BASE_PATH,
              CREATE_SUBDIRS,
              MKDIR,
              CONTENT_DIRS,
              MAX_PROTECTED_BACKUPS,
              BWLIMIT,
              fixed(SNAPSHOT_CHAIN),
              MAXFILES),
          FILES,
          Set.of(IMAGES),
          FILE_FORMATS);

  private static final Schema CEPHFS =
      new Schema(
          StorageType.CEPHFS,
          List.of(
              mounted(PATH),
              MONHOST,
              CEPH_USERNAME,
              KEYRING,
              FS_NAME,
              SUBDIR,
              CONTENT,
              NODES,
              DISABLE,
              PRUNE_BACKUPS,
              FUSE,
              OPTIONS,
              FORMAT.with(ADVANCED),
              CREATE_BASE_PATH,
              CREATE_SUBDIRS,
              MKDIR,
              CONTENT_DIRS,
              MAX_PROTECTED_BACKUPS,
              BWLIMIT,
              MAXFILES),
          Set.of(VZTMPL, ISO, BACKUP, SNIPPETS, IMPORT),
          Set.of(BACKUP),
          List.of());

  private static final Schema GLUSTERFS =
      new Schema(
          StorageType.GLUSTERFS,
          List.of(
              needed(VOLUME),
              mounted(PATH),
              GLUSTER_SERVER,
              SERVER2,
              CONTENT,
              NODES,
              DISABLE,
              PRUNE_BACKUPS,
              TRANSPORT,
              FORMAT,
              PREALLOCATION,
              CREATE_BASE_PATH,
              CREATE_SUBDIRS,
              MKDIR,
              MAX_PROTECTED_BACKUPS,
              BWLIMIT,
              MAXFILES),
          Set.of(IMAGES, VZTMPL, ISO, BACKUP, SNIPPETS, IMPORT),
          Set.of(IMAGES),
          FILE_FORMATS);

  private static final Schema BTRFS =
      new Schema(
          StorageType.BTRFS,
          List.of(
              needed(PATH),
              CONTENT,
              NODES,
              DISABLE,
              SHARED,
              PRUNE_BACKUPS,
              FORMAT,
              NOCOW,
              PREALLOCATION,
              IS_MOUNTPOINT,
              CREATE_BASE_PATH,
              CREATE_SUBDIRS,
              MKDIR,
              MAX_PROTECTED_BACKUPS,
              MAXFILES),
          FILES_OR_NONE,
          GUESTS,
          List.of(RAW, SUBVOL));

  private static final Schema ZFSPOOL =
      new Schema(
          StorageType.ZFSPOOL,
          List.of(needed(POOL), CONTENT, NODES, DISABLE, SPARSE, BLOCKSIZE, MOUNTPOINT, BWLIMIT),
          GUESTS,
          GUESTS,
          List.of(RAW, SUBVOL));

  private static final Schema LVM =
      new Schema(
          StorageType.LVM,
          List.of(
              needed(VGNAME),
              fixed(BASE),
              CONTENT,
              NODES,
              DISABLE,
              SHARED,
              SAFEREMOVE,
              SAFEREMOVE_THROUGHPUT,
              SAFEREMOVE_STEPSIZE,
              TAGGED_ONLY,
              BWLIMIT,
              SNAPSHOT_CHAIN),
          GUESTS,
          Set.of(IMAGES),
          List.of(RAW));

  private static final Schema LVMTHIN =
      new Schema(
          StorageType.LVMTHIN,
          List.of(needed(VGNAME), needed(THINPOOL), CONTENT, NODES, DISABLE, BWLIMIT),
          GUESTS,
          GUESTS,
          List.of(RAW));

  private static final Schema RBD =
      new Schema(
          StorageType.RBD,
          List.of(
              RBD_POOL,
              MONHOST,
              CEPH_USERNAME,
              KEYRING,
              NAMESPACE,
              CONTENT,
              NODES,
              DISABLE,
              KRBD,
              DATA_POOL,
              BWLIMIT),
          GUESTS,
          Set.of(IMAGES),
          List.of(RAW));

  private static final Schema ISCSI = iscsi(StorageType.ISCSI);

  private static final Schema ISCSIDIRECT = iscsi(StorageType.ISCSIDIRECT);

  private static final Schema ZFS =
      new Schema(
          StorageType.ZFS,
          List.of(
              needed(PORTAL),
              needed(TARGET),
              needed(POOL),
              needed(ISCSIPROVIDER),
              needed(BLOCKSIZE),
              CONTENT,
              NODES,
              DISABLE,
              SPARSE,
              LIO_TPG,
              COMSTAR_HG,
              COMSTAR_TG,
              NOWRITECACHE,
              ZFS_BASE_PATH,
              BWLIMIT),
          Set.of(IMAGES),
          Set.of(IMAGES),
          List.of(RAW));

  private static final Schema PBS =
      new Schema(
          StorageType.PBS,
          List.of(
              needed(SERVER),
              needed(DATASTORE),
              PBS_USERNAME,
              PASSWORD,
              NAMESPACE,
              FINGERPRINT,
              ENCRYPTION_KEY,
              MASTER_PUBKEY,
              CONTENT,
              NODES,
              DISABLE,
              PRUNE_BACKUPS,
              PBS_PORT,
              MAX_PROTECTED_BACKUPS,
              MAXFILES),
          Set.of(BACKUP, NONE),
          Set.of(BACKUP),
          List.of());

  private static Schema iscsi(StorageType type) {
    return new Schema(
        type,
        List.of(needed(PORTAL), needed(TARGET), CONTENT, NODES, DISABLE, BWLIMIT),
        Set.of(IMAGES, NONE),
        Set.of(IMAGES),
        List.of(RAW));
  }

  private static <T> Property<T> needed(Property<T> property) {
    return property.with(REQUIRED, FIXED);
  }

  /** Must be in the file, yet need not be entered: {@link Schema#prefilled} knows it. */
  private static <T> Property<T> mounted(Property<T> property) {
    return property.with(REQUIRED, FIXED, ADVANCED);
  }
}
