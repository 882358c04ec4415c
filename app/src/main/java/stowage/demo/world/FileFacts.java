package stowage.demo.world;

import org.jspecify.annotations.Nullable;

/**
 * What a file pretends to be beyond what lies on the disk, so that a backup of 40 GB takes no room.
 *
 * @param size pretended length in bytes; null for the real one. What lies behind the real end reads
 *     as zeros
 * @param used pretended use of space in bytes; null for the real length
 * @param mode permission bits in octal; null for the usual ones
 * @param immutable whether it was made unchangeable with {@code chattr +i}
 */
public record FileFacts(
    @Nullable Long size, @Nullable Long used, @Nullable String mode, boolean immutable) {
  public static final FileFacts NONE = new FileFacts(null, null, null, false);

  public FileFacts sized(@Nullable Long newSize, @Nullable Long newUsed) {
    return new FileFacts(newSize, newUsed, mode, immutable);
  }

  public FileFacts mode(String given) {
    return new FileFacts(size, used, given, immutable);
  }

  public FileFacts immutable(boolean given) {
    return new FileFacts(size, used, mode, given);
  }
}
