package stowage.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The pool types that the engine knows; the lower-case names are those of {@code storage.cfg}. */
public enum StorageType {
  DIR,
  NFS,
  CIFS,
  CEPHFS,
  GLUSTERFS,
  BTRFS,
  ZFSPOOL,
  LVM,
  LVMTHIN,
  RBD,
  ISCSI,
  ISCSIDIRECT,
  ZFS,
  PBS;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<StorageType> of(String word) {
    return Arrays.stream(values()).filter(t -> t.word().equals(word)).findFirst();
  }
}
