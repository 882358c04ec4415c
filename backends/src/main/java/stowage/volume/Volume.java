package stowage.volume;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stowage.schema.InvalidException;

/**
 * One row of a content list.
 *
 * @param id the complete volume id, with the template's name in front for a linked clone
 * @param content what it is listed as
 * @param format {@code raw}, {@code qcow2}, {@code subvol}, {@code iso}, {@code tzst}, {@code
 *     vma.zst}, {@code invalid}…
 * @param owner the guest it belongs to, null for none
 * @param space its sizes
 * @param extra what only some volumes have
 */
public record Volume(
    VolumeId id,
    ContentType content,
    String format,
    @Nullable String owner,
    Space space,
    Extra extra) {

  /**
   * @param size virtual size in bytes, null when the host does not tell
   * @param used bytes taken on the pool, null when the pool does not tell
   */
  public record Space(@Nullable Long size, @Nullable Long used) {}

  /**
   * @param parent backing image as the pool stores it, null for none, empty when it could not be
   *     read whether there is one
   * @param created null when the pool does not tell
   * @param snapshots how many the volume holds, null when the list does not tell
   * @param notes first line of a backup's notes, null for none
   * @param isProtected whether a backup must not be removed
   * @param assurance null where no backup server tells
   */
  public record Extra(
      @Nullable String parent,
      @Nullable Instant created,
      @Nullable Integer snapshots,
      @Nullable String notes,
      boolean isProtected,
      @Nullable Assurance assurance) {
    public Extra(
        @Nullable String parent,
        @Nullable Instant created,
        @Nullable Integer snapshots,
        @Nullable String notes,
        boolean isProtected) {
      this(parent, created, snapshots, notes, isProtected, null);
    }

    public static final Extra NONE = new Extra(null, null, null, null, false);
  }

  /** For what can't be done without knowing it. */
  public Size requireSize() throws InvalidException {
    if (space.size() == null) {
      throw new InvalidException("volume", "problem.size-unknown", id.toString());
    }
    return new Size(space.size());
  }

  /** What kind of guest a backup is of: {@code qemu}, {@code lxc}…; empty for all else. */
  public Optional<String> subtype() {
    if (content != ContentType.BACKUP) {
      return Optional.empty();
    }
    String file = id.name().substring(id.name().lastIndexOf('/') + 1);
    return switch (format) {
      case "pbs-vm" -> Optional.of("qemu");
      case "pbs-ct" -> Optional.of("lxc");
      // The kind does not depend on the time in the name.
      default -> BackupArchive.parse(file, ZoneOffset.UTC).map(BackupArchive::type);
    };
  }

  public Optional<String> guest() {
    return Optional.ofNullable(owner);
  }
}
