package stowage.type;

import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stowage.schema.InvalidException;
import stowage.volume.ContentType;
import stowage.volume.VolumeName;

/**
 * How thin volumes and what belongs to them are called. Snapshots are logical volumes of their own:
 * {@code snap_vm-100-disk-0_before}.
 */
final class ThinNames {
  private static final Pattern VOLUME = Pattern.compile("(vm|base)-(\\d+)-\\S+");
  private static final Pattern LVM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*[A-Za-z0-9]");
  // NAME_LEN of LVM, with its terminating NUL.
  private static final int MAX_LENGTH = 127;
  private static final Pattern SNAPSHOT = Pattern.compile("[A-Za-z][A-Za-z0-9_-]+");
  private static final String SNAP = "snap_";
  private static final String ASIDE = "rollback_";

  private ThinNames() {}

  /** A logical volume that is a snapshot. */
  record Snap(String volume, String snapshot) {}

  static VolumeName parse(String name) throws InvalidException {
    Matcher m = VOLUME.matcher(name);
    if (!m.matches() || !LVM.matcher(name).matches() || name.length() > MAX_LENGTH) {
      throw new InvalidException("volume", "problem.volume-name-lvmthin", name);
    }
    boolean template = m.group(1).equals("base");
    return new VolumeName(ContentType.IMAGES, name, m.group(2), null, template, "raw");
  }

  static Optional<String> owner(String name) {
    Matcher m = VOLUME.matcher(name);
    return m.matches() ? Optional.of(m.group(2)) : Optional.empty();
  }

  /** LVM refuses longer names, but only once the work has begun. */
  static void checkLength(String name, String field) throws InvalidException {
    if (name.length() > MAX_LENGTH) {
      throw new InvalidException(field, "problem.lvm-name-length", name, MAX_LENGTH);
    }
  }

  static boolean isVolume(String name) {
    return VOLUME.matcher(name).matches();
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
