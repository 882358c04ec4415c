package stowage.type;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import stowage.schema.InvalidException;
import stowage.volume.Size;
import stowage.volume.Volume;

/** Name and size of a guest volume that is to be made or grown outside of a directory. */
final class NewVolume {
  private static final int MIN_OWNER = 100;
  private static final int MAX_OWNER = 999_999_999;
  private static final int LIMIT = 1024;
  // Kernel and tools count bytes in 63 bits; one exbibyte below leaves room for rounding up.
  private static final Size MAX = new Size(7L << 60);

  private NewVolume() {}

  /**
   * The name that was given, if its rules hold, or the first free one.
   *
   * @param prefix {@code vm} or {@code subvol}
   */
  static String name(Pool pool, Provisioning.Order order, String prefix, List<Volume> existing)
      throws InvalidException {
    if (order.owner() < MIN_OWNER || order.owner() > MAX_OWNER) {
      throw new InvalidException("vmid", "problem.owner", order.owner(), MIN_OWNER, MAX_OWNER);
    }
    String name = order.name();
    Set<String> taken = existing.stream().map(NewVolume::leaf).collect(Collectors.toSet());
    if (name == null) {
      return firstFree(pool, order.owner(), prefix, taken);
    }
    String start = prefix + "-" + order.owner() + "-";
    if (!name.startsWith(start)) {
      throw new InvalidException("name", "problem.name-of-other", name, start + "*");
    }
    if (taken.contains(name)) {
      throw new InvalidException("name", "problem.volume-exists", name, pool.id());
    }
    return name;
  }

  private static String firstFree(Pool pool, int owner, String prefix, Set<String> taken)
      throws InvalidException {
    // Not anchored: snap_vm-100-disk-3_x and del-vm-100-disk-3 keep number 3 taken as well.
    Pattern number = Pattern.compile("(?:vm|base|subvol|basevol)-" + owner + "-disk-(\\d+)");
    Set<String> used = new HashSet<>();
    for (String name : taken) {
      number.matcher(name).results().forEach(m -> used.add(m.group(1)));
    }
    for (int n = 0; n < LIMIT; n++) {
      if (!used.contains(Integer.toString(n))) {
        return prefix + "-" + owner + "-disk-" + n;
      }
    }
    throw new InvalidException("name", "problem.no-free-name", owner, pool.id(), LIMIT);
  }

  /** A linked clone's id has its template's name in front; the name itself is the last part. */
  static String leaf(Volume volume) {
    String name = volume.id().name();
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** The size of a new volume, in whole units. */
  static Size size(Size wanted, long unit) throws InvalidException {
    if (wanted.bytes() == 0) {
      throw new InvalidException("size", "problem.size-zero");
    }
    return rounded(wanted, unit);
  }

  /** The new size of a volume that is to grow, in whole units. */
  static Size larger(Volume volume, Size wanted, long unit) throws InvalidException {
    Size rounded = rounded(wanted, unit);
    long now = volume.space().size();
    if (rounded.bytes() <= now) {
      throw new InvalidException(
          "size", "problem.size-not-larger", wanted.bytes(), volume.id().name(), now);
    }
    return rounded;
  }

  private static Size rounded(Size wanted, long unit) throws InvalidException {
    if (wanted.compareTo(MAX) > 0) {
      throw new InvalidException("size", "problem.size-too-large", wanted.bytes(), MAX.bytes());
    }
    return wanted.roundedUp(unit);
  }
}
