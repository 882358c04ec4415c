package stowage.type;

import static stowage.type.Feature.ALLOCATE;
import static stowage.type.Feature.FREE;
import static stowage.type.Feature.LINKED_CLONE;
import static stowage.type.Feature.RENAME;
import static stowage.type.Feature.REPLICATE;
import static stowage.type.Feature.RESIZE;
import static stowage.type.Feature.ROLLBACK;
import static stowage.type.Feature.SNAPSHOT;
import static stowage.type.Feature.SPARSE;
import static stowage.type.Feature.TEMPLATE;
import static stowage.type.Feature.UPLOAD;

import java.util.Map;
import java.util.Set;
import stowage.schema.Properties;
import stowage.volume.ContentType;
import stowage.volume.Volume;
import stowage.volume.VolumeId;

/** Units of an iSCSI target: disks that somebody else makes and removes. */
final class Luns {
  static final Map<Feature, String> NEVER =
      ReadOnly.never(
          new ReadOnly.Never(
              "support.luns-on-target",
              Set.of(
                  ALLOCATE,
                  FREE,
                  RESIZE,
                  SNAPSHOT,
                  ROLLBACK,
                  LINKED_CLONE,
                  TEMPLATE,
                  RENAME,
                  SPARSE)),
          new ReadOnly.Never("support.no-files", Set.of(UPLOAD)),
          new ReadOnly.Never("support.replicates-zfs-only", Set.of(REPLICATE)));

  private Luns() {}

  static String portal(Pool pool) {
    return pool.get(Properties.PORTAL).orElse("");
  }

  static String target(Pool pool) {
    return pool.get(Properties.TARGET).orElse("");
  }

  static Volume volume(Pool pool, String name, long size) {
    return new Volume(
        new VolumeId(pool.id(), name),
        ContentType.IMAGES,
        "raw",
        null,
        new Volume.Space(size, null),
        Volume.Extra.NONE);
  }
}
