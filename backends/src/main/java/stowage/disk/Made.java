package stowage.disk;

import org.jspecify.annotations.Nullable;

/**
 * What disks of a host have become.
 *
 * @param name as a {@link Removal} takes it
 * @param size in bytes; null when it is not told
 * @param free bytes that nothing has taken yet; null when it is not told
 * @param state as its program calls it; empty for what has none
 */
public record Made(Kind kind, String name, @Nullable Long size, @Nullable Long free, String state) {

  public enum Kind {
    ZPOOL,
    THINPOOL,
    VG,
    DIRECTORY;

    /** What takes it apart. */
    public Removal removal(String name, boolean wipes) {
      return switch (this) {
        case ZPOOL -> new Removal.Zpool(name, wipes);
        case THINPOOL -> Removal.ThinPool.of(name, wipes);
        case VG -> new Removal.VolumeGroup(name, wipes);
        case DIRECTORY -> new Removal.Directory(name, wipes);
      };
    }
  }
}
