package stowage.type;

import java.util.List;
import java.util.Optional;
import stowage.config.StorageType;
import stowage.schema.InvalidException;
import stowage.volume.ImageFormat;
import stowage.volume.NewName;
import stowage.volume.Size;
import stowage.volume.Volume;

/** Name and size of a guest volume that is to be made or grown outside of a directory. */
final class NewVolume {
  // Tools count bytes in 63 bits; one exbibyte less leaves room for rounding up.
  private static final Size MAX = new Size(7L << 60);

  private NewVolume() {}

  /** The name that was given, if its rules hold, or the first free one. */
  static String name(Pool pool, Provisioning.Order order, ImageFormat format, List<Volume> existing)
      throws InvalidException {
    return name(pool, new Naming(order.owner(), order.name()), format, existing);
  }

  static String name(Pool pool, Naming wanted, ImageFormat format, List<Volume> existing)
      throws InvalidException {
    NewName.checkOwner(wanted.owner());
    String name = wanted.name();
    StorageType type = pool.type();
    if (name == null) {
      List<String> taken = existing.stream().map(v -> v.id().name()).toList();
      Optional<String> free = NewName.free(type, wanted.owner(), format, taken);
      if (free.isEmpty()) {
        throw new InvalidException(
            "name", "problem.no-free-name", wanted.owner(), pool.id().text());
      }
      return free.get();
    }
    NewName.check(type, wanted.owner(), name, format);
    if (existing.stream().anyMatch(v -> leaf(v).equals(name))) {
      throw new InvalidException("name", "problem.volume-exists", name, pool.id().text());
    }
    return name;
  }

  /** A linked clone's id has its template's name in front; the name itself is the last part. */
  static String leaf(Volume volume) {
    String name = volume.id().name();
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** The size of a new volume, in whole units. */
  static Size size(Size wanted, long unit) throws InvalidException {
    if (wanted.equals(Size.ZERO)) {
      throw new InvalidException("size", "problem.size-zero", wanted.bytes());
    }
    return rounded(wanted, unit);
  }

  /** The new size of a volume that is to grow, in whole units. */
  static Size larger(Volume volume, Size wanted, long unit) throws InvalidException {
    Size rounded = rounded(wanted, unit);
    long now = volume.requireSize().bytes();
    if (rounded.bytes() <= now) {
      throw new InvalidException(
          "size", "problem.size-not-larger", wanted.bytes(), volume.id().name(), now);
    }
    return rounded;
  }

  private static Size rounded(Size wanted, long unit) throws InvalidException {
    checkCountable(wanted);
    return wanted.roundedUp(unit);
  }

  static void checkCountable(Size wanted) throws InvalidException {
    if (wanted.compareTo(MAX) > 0) {
      throw new InvalidException("size", "problem.size-too-large", wanted.bytes(), MAX.bytes());
    }
  }
}
