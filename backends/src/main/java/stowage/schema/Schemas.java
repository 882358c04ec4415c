package stowage.schema;

import static stowage.schema.Property.Trait.ADVANCED;
import static stowage.schema.Property.Trait.FIXED;
import static stowage.schema.Property.Trait.REQUIRED;

import java.util.Arrays;
import java.util.List;
import stowage.config.StorageType;

/** What each pool type's section may hold. */
public final class Schemas {
  private Schemas() {}

  /** In the order a list of types shows them: file, block, network, backup. */
  public static List<Schema> all() {
    return Arrays.stream(StorageType.values()).map(Schemas::of).toList();
  }

  public static Schema of(StorageType type) {
    return switch (type) {
      case DIR -> FileSchemas.DIR;
      case NFS -> FileSchemas.NFS;
      case CIFS -> FileSchemas.CIFS;
      case CEPHFS -> FileSchemas.CEPHFS;
      case GLUSTERFS -> FileSchemas.GLUSTERFS;
      case BTRFS -> FileSchemas.BTRFS;
      case ZFSPOOL -> BlockSchemas.ZFSPOOL;
      case LVM -> BlockSchemas.LVM;
      case LVMTHIN -> BlockSchemas.LVMTHIN;
      case RBD -> BlockSchemas.RBD;
      case ISCSI -> BlockSchemas.ISCSI;
      case ISCSIDIRECT -> BlockSchemas.ISCSIDIRECT;
      case ZFS -> BlockSchemas.ZFS;
      case PBS -> BlockSchemas.PBS;
    };
  }

  static <T> Property<T> needed(Property<T> property) {
    return property.with(REQUIRED, FIXED);
  }

  /** Must be in the file, yet need not be entered: {@link Schema#prefilled} knows it. */
  static <T> Property<T> mounted(Property<T> property) {
    return property.with(REQUIRED, FIXED, ADVANCED);
  }
}
