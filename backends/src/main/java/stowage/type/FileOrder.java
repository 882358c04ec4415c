package stowage.type;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import stowage.schema.InvalidException;
import stowage.schema.Properties;
import stowage.schema.Schema;
import stowage.volume.ImageFormat;
import stowage.volume.NewName;
import stowage.volume.Size;
import stowage.volume.Volume;
import stowage.volume.VolumeId;

/**
 * An order that keeps every rule for images in files.
 *
 * @param made the new volume
 * @param format of its file
 * @param size a multiple of 1 KiB; zero for a directory
 */
record FileOrder(VolumeId made, ImageFormat format, Size size) {
  private static final long UNIT = 1024;

  static FileOrder check(
      FileVolumes volumes, Pool pool, Provisioning.Order order, List<Volume> existing)
      throws InvalidException {
    NewName.checkOwner(order.owner());
    NewVolume.checkCountable(order.size());
    ImageFormat format = format(volumes.schema(), pool, order);
    boolean directory = format == ImageFormat.SUBVOL;
    if (directory && !order.size().equals(Size.ZERO)) {
      throw new InvalidException("size", "problem.subvol-size", order.size().bytes());
    }
    if (!directory && order.size().equals(Size.ZERO)) {
      throw new InvalidException("size", "problem.size-zero", order.size().bytes());
    }
    String volume = place(pool, new Naming(order.owner(), order.name()), format, existing);
    return new FileOrder(new VolumeId(pool.id(), volume), format, order.size().roundedUp(UNIT));
  }

  /** A free place for an image: the owner's directory and the file's name. */
  static String place(Pool pool, Naming wanted, ImageFormat format, List<Volume> existing)
      throws InvalidException {
    NewName.checkOwner(wanted.owner());
    String volume = wanted.owner() + "/" + file(pool, wanted, format, existing);
    // A linked clone's id has its template in front, and its place is that of any other image.
    if (existing.stream().anyMatch(v -> ("/" + v.id().name()).endsWith("/" + volume))) {
      throw new InvalidException("name", "problem.volume-exists", volume, pool.id().text());
    }
    return volume;
  }

  private static ImageFormat format(Schema schema, Pool pool, Provisioning.Order order)
      throws InvalidException {
    ImageFormat usual =
        pool.get(Properties.FORMAT)
            .flatMap(ImageFormat::of)
            .filter(schema.formats()::contains)
            .orElse(schema.formats().getFirst());
    ImageFormat format = NewName.format(order.format(), order.name(), usual);
    if (!schema.formats().contains(format)) {
      throw new InvalidException(
          "format",
          "problem.format-unsupported",
          format.word(),
          pool.id().text(),
          schema.formats().stream().map(ImageFormat::word).collect(Collectors.joining(", ")));
    }
    return format;
  }

  private static String file(Pool pool, Naming wanted, ImageFormat format, List<Volume> existing)
      throws InvalidException {
    String name = wanted.name();
    if (name != null) {
      NewName.check(pool.type(), wanted.owner(), name, format);
      return name;
    }
    String owner = Integer.toString(wanted.owner());
    List<String> taken =
        existing.stream().filter(v -> owner.equals(v.owner())).map(v -> v.id().name()).toList();
    Optional<String> free = NewName.free(pool.type(), wanted.owner(), format, taken);
    if (free.isEmpty()) {
      throw new InvalidException(
          "name", "problem.no-free-name", wanted.owner(), pool.id().text(), NewName.DISKS);
    }
    return free.get();
  }
}
