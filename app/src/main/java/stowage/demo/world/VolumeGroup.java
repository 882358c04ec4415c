package stowage.demo.world;

import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A volume group.
 *
 * @param size in bytes, whole extents
 * @param device its physical volume
 * @param uuid as LVM prints it
 * @param volumes by name; changed in place
 */
public record VolumeGroup(
    long size, String device, String uuid, NavigableMap<String, LogicalVolume> volumes) {
  /** LVM gives out room in pieces of this many bytes. */
  public static final long EXTENT = 4L << 20;

  public VolumeGroup {
    volumes = new ConcurrentSkipListMap<>(volumes);
  }

  public long free() {
    long taken = 0;
    for (LogicalVolume volume : volumes.values()) {
      switch (volume.kind()) {
        case THICK -> taken += volume.size();
        // A pool has its metadata twice: in use, and a spare for repair.
        case POOL -> taken += volume.size() + 2 * volume.metadata();
        case THIN -> {}
      }
    }
    return size - taken;
  }

  /** Bytes written to the volumes of a thin pool. */
  public long written(String pool) {
    return volumes.values().stream()
        .filter(v -> pool.equals(v.pool()))
        .mapToLong(LogicalVolume::used)
        .sum();
  }
}
