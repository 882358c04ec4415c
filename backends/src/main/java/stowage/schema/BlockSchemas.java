package stowage.schema;

import static stowage.schema.Properties.*;
import static stowage.volume.ContentType.BACKUP;
import static stowage.volume.ContentType.IMAGES;
import static stowage.volume.ContentType.NONE;
import static stowage.volume.ContentType.ROOTDIR;
import static stowage.volume.ImageFormat.RAW;
import static stowage.volume.ImageFormat.SUBVOL;

import java.util.List;
import java.util.Set;
import stowage.config.StorageType;
import stowage.volume.ContentType;

/** What the sections of pools of volumes, LUNs and backup servers may hold. */
final class BlockSchemas {
  private static final Set<ContentType> GUESTS = Set.of(IMAGES, ROOTDIR);

  static final Schema ZFSPOOL =
      new Schema(
          StorageType.ZFSPOOL,
          List.of(
              Schemas.needed(POOL),
              CONTENT,
              NODES,
              DISABLE,
              SPARSE,
              BLOCKSIZE,
              MOUNTPOINT,
              BWLIMIT),
          GUESTS,
          GUESTS,
          List.of(RAW, SUBVOL));

  static final Schema LVM =
      new Schema(
          StorageType.LVM,
          List.of(
              Schemas.needed(VGNAME),
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

  static final Schema LVMTHIN =
      new Schema(
          StorageType.LVMTHIN,
          List.of(
              Schemas.needed(VGNAME), Schemas.needed(THINPOOL), CONTENT, NODES, DISABLE, BWLIMIT),
          GUESTS,
          GUESTS,
          List.of(RAW));

  static final Schema RBD =
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

  static final Schema ISCSI = iscsi(StorageType.ISCSI);

  static final Schema ISCSIDIRECT = iscsi(StorageType.ISCSIDIRECT);

  static final Schema ZFS =
      new Schema(
          StorageType.ZFS,
          List.of(
              Schemas.needed(PORTAL),
              Schemas.needed(TARGET),
              Schemas.needed(POOL),
              Schemas.needed(ISCSIPROVIDER),
              Schemas.needed(BLOCKSIZE),
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

  static final Schema PBS =
      new Schema(
          StorageType.PBS,
          List.of(
              Schemas.needed(SERVER),
              Schemas.needed(DATASTORE),
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

  private BlockSchemas() {}

  private static Schema iscsi(StorageType type) {
    return new Schema(
        type,
        List.of(Schemas.needed(PORTAL), Schemas.needed(TARGET), CONTENT, NODES, DISABLE, BWLIMIT),
        Set.of(IMAGES, NONE),
        Set.of(IMAGES),
        List.of(RAW));
  }
}
