package stowage.schema;

import static stowage.schema.Properties.*;
import static stowage.schema.Property.Trait.ADVANCED;
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

/** What the sections of pools made of files may hold. */
final class FileSchemas {
  private static final Set<ContentType> FILES =
      Set.of(IMAGES, ROOTDIR, VZTMPL, ISO, BACKUP, SNIPPETS, IMPORT);
  private static final Set<ContentType> FILES_OR_NONE =
      Set.of(IMAGES, ROOTDIR, VZTMPL, ISO, BACKUP, SNIPPETS, IMPORT, NONE);
  private static final Set<ContentType> GUESTS = Set.of(IMAGES, ROOTDIR);
  private static final List<ImageFormat> FILE_FORMATS = List.of(RAW, QCOW2, VMDK);

  static final Schema DIR =
      new Schema(
          StorageType.DIR,
          List.of(
              Schemas.needed(PATH),
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

  static final Schema NFS =
      new Schema(
          StorageType.NFS,
          List.of(
              Schemas.needed(SERVER),
              Schemas.needed(EXPORT),
              Schemas.mounted(PATH),
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

  static final Schema CIFS =
      new Schema(
          StorageType.CIFS,
          List.of(
              Schemas.needed(SERVER),
              Schemas.needed(SHARE),
              Schemas.mounted(PATH),
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

  static final Schema CEPHFS =
      new Schema(
          StorageType.CEPHFS,
          List.of(
              Schemas.mounted(PATH),
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

  static final Schema GLUSTERFS =
      new Schema(
          StorageType.GLUSTERFS,
          List.of(
              Schemas.needed(VOLUME),
              Schemas.mounted(PATH),
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

  static final Schema BTRFS =
      new Schema(
          StorageType.BTRFS,
          List.of(
              Schemas.needed(PATH),
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

  private FileSchemas() {}
}
