package stowage.type;

import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;
import stowage.config.StorageType;
import stowage.schema.InvalidException;
import stowage.volume.NewName;
import stowage.volume.VolumeNames;

/**
 * How thin volumes and what belongs to them are called. Snapshots are logical volumes of their own:
 * {@code snap_vm-100-disk-0_before}.
 */
final class ThinNames {
  private static final Pattern SNAPSHOT = Pattern.compile("[A-Za-z][A-Za-z0-9_-]+");
  private static final String SNAP = "snap_";
  private static final String ASIDE = "rollback_";

  private ThinNames() {}

  /** A logical volume that is a snapshot. */
  record Snap(String volume, String snapshot) {}

  /** LVM refuses longer names, but only once the work has begun. */
  static void checkLength(String name, String field) throws InvalidException {
    if (name.length() > NewName.LONGEST_OBJECT) {
      throw new InvalidException(field, "problem.lvm-name-length", name, NewName.LONGEST_OBJECT);
    }
  }

  static boolean isVolume(String name) {
    return VolumeNames.read(StorageType.LVMTHIN, name).isPresent();
  }

  static String snapshot(String volume, String snapshot) {
    return SNAP + volume + "_" + snapshot;
  }

  /**
   * The name under which a volume waits while it is rolled back. It starts like neither a volume
   * nor a snapshot, so no list shows it, yet it still takes the volume's number.
   */
  static String aside(String volume) {
    return ASIDE + volume;
  }

  /** The volume that waits under this name. */
  static Optional<String> setAside(String name) {
    return name.startsWith(ASIDE)
        ? Optional.of(name.substring(ASIDE.length())).filter(ThinNames::isVolume)
        : Optional.empty();
  }

  /**
   * Whose snapshot a logical volume is. As names may hold underscores, {@code snap_vm-1-a_b_c} fits
   * both {@code vm-1-a} and {@code vm-1-a_b}: it belongs to the longest name that exists.
   */
  static Optional<Snap> snap(String name, Collection<String> volumes) {
    if (!name.startsWith(SNAP)) {
      return Optional.empty();
    }
    for (int end = name.lastIndexOf('_');
        end > SNAP.length();
        end = name.lastIndexOf('_', end - 1)) {
      String volume = name.substring(SNAP.length(), end);
      String snapshot = name.substring(end + 1);
      if (isVolume(volume) && volumes.contains(volume) && SNAPSHOT.matcher(snapshot).matches()) {
        return Optional.of(new Snap(volume, snapshot));
      }
    }
    return Optional.empty();
  }
}
