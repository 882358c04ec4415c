package stowage.type;

import org.jspecify.annotations.Nullable;
import stowage.schema.Properties;
import stowage.volume.ContentType;
import stowage.volume.Volume;
import stowage.volume.VolumeId;

/** Units of an iSCSI target: disks that somebody else makes and removes. */
final class Luns {
  private Luns() {}

  /**
   * Reading is all that can be done with a unit from here.
   *
   * @param throughKernel whether it is a device of the host
   */
  static Support supports(Feature feature, boolean throughKernel) {
    return switch (feature) {
      case FULL_COPY, SHARED -> Support.yes();
      case EXPORT -> throughKernel ? Support.yes() : Support.no("support.no-device");
      case ALLOCATE, FREE, RESIZE, SNAPSHOT, ROLLBACK, LINKED_CLONE, TEMPLATE, RENAME, SPARSE ->
          Support.no("support.luns-on-target");
      case UPLOAD -> Support.no("support.no-files");
      case REPLICATE -> Support.no("support.replicates-zfs-only");
    };
  }

  static String portal(Pool pool) {
    return pool.get(Properties.PORTAL).orElse("");
  }

  static String target(Pool pool) {
    return pool.get(Properties.TARGET).orElse("");
  }

  static Volume volume(Pool pool, String name, @Nullable Long size) {
    return new Volume(
        new VolumeId(pool.id(), name),
        ContentType.IMAGES,
        "raw",
        null,
        new Volume.Space(size, null),
        Volume.Extra.NONE);
  }
}
