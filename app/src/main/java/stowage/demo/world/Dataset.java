package stowage.demo.world;

import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A ZFS dataset or snapshot.
 *
 * @param kind what it is
 * @param size {@code volsize} of a volume, {@code refquota} of a file system (0 for none), in bytes
 * @param used bytes it refers to
 * @param origin the snapshot it was cloned from, null for none
 * @param created seconds since 1970
 * @param serial rises with each dataset made; orders snapshots of one second
 * @param properties what was set with {@code -o} or {@code set}, and {@code mounted}
 */
public record Dataset(
    Kind kind,
    long size,
    long used,
    @Nullable String origin,
    long created,
    long serial,
    NavigableMap<String, String> properties) {
  /** Property of a dataset that a guest is running on. */
  public static final String BUSY = "demo:busy";

  public enum Kind {
    FILESYSTEM,
    VOLUME,
    SNAPSHOT
  }

  public Dataset {
    properties = new TreeMap<>(properties);
  }

  public Dataset resized(long bytes) {
    return new Dataset(kind, bytes, used, origin, created, serial, properties);
  }

  public Dataset using(long bytes) {
    return new Dataset(kind, size, bytes, origin, created, serial, properties);
  }

  public Dataset cloned(@Nullable String from) {
    return new Dataset(kind, size, used, from, created, serial, properties);
  }

  /** What it takes of its pool: a volume that is not sparse has its whole size set aside. */
  public long charged() {
    boolean reserved = kind == Kind.VOLUME && properties.containsKey("refreservation");
    return reserved ? Math.max(size + size / 32, used) : used;
  }
}
