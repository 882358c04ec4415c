package stowage.ui.look;

import java.util.Collection;
import java.util.stream.Collectors;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignH;
import org.kordamp.ikonli.materialdesign2.MaterialDesignL;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import stowage.config.StorageType;
import stowage.volume.ContentType;
import stowage.words.Words;

/** What people call pool types and content types, and the picture of each. */
public final class Names {
  private Names() {}

  public static String of(Words words, StorageType type) {
    return words.sayOr("type." + type.word(), type.word());
  }

  public static String of(Words words, ContentType content) {
    return words.sayOr("content." + content.word(), content.word());
  }

  /** In the order of the enum. */
  public static String of(Words words, Collection<ContentType> contents) {
    return contents.stream().sorted().map(c -> of(words, c)).collect(Collectors.joining(", "));
  }

  public static Ikon icon(StorageType type) {
    return switch (type) {
      case DIR -> MaterialDesignF.FOLDER_OUTLINE;
      case NFS, CIFS, GLUSTERFS, CEPHFS -> MaterialDesignF.FOLDER_NETWORK_OUTLINE;
      case BTRFS -> MaterialDesignF.FILE_TREE_OUTLINE;
      case ZFSPOOL -> MaterialDesignD.DATABASE_OUTLINE;
      case LVM -> MaterialDesignL.LAYERS_OUTLINE;
      case LVMTHIN -> MaterialDesignL.LAYERS_TRIPLE_OUTLINE;
      case RBD -> MaterialDesignC.CIRCLE_SLICE_8;
      case ISCSI, ISCSIDIRECT -> MaterialDesignS.SERVER_NETWORK;
      case ZFS -> MaterialDesignD.DATABASE_ARROW_RIGHT_OUTLINE;
      case PBS -> MaterialDesignA.ARCHIVE_OUTLINE;
    };
  }

  public static Ikon host() {
    return MaterialDesignS.SERVER;
  }

  public static Ikon group() {
    return MaterialDesignF.FOLDER_MULTIPLE_OUTLINE;
  }

  public static Ikon cluster() {
    return MaterialDesignH.HEXAGON_MULTIPLE_OUTLINE;
  }
}
