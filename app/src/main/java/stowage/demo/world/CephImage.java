package stowage.demo.world;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A block image of a Ceph pool.
 *
 * @param id as Ceph counts its images
 * @param size in bytes
 * @param parent image and snapshot that it is a clone of, null for none
 * @param snapshots the oldest first
 * @param open whether a guest is running on it
 */
public record CephImage(
    String id, long size, @Nullable String parent, List<Snap> snapshots, boolean open) {

  /**
   * @param number unique in the pool
   * @param created seconds since 1970
   */
  public record Snap(int number, String name, boolean guarded, long created) {}

  public CephImage {
    snapshots = List.copyOf(snapshots);
  }

  public CephImage resized(long bytes) {
    return new CephImage(id, bytes, parent, snapshots, open);
  }

  public CephImage with(List<Snap> given) {
    return new CephImage(id, size, parent, given, open);
  }

  /** The same with this snapshot in place of the one of its name, or added. */
  public CephImage with(Snap snap) {
    List<Snap> all = new ArrayList<>(snapshots);
    all.removeIf(s -> s.name().equals(snap.name()));
    all.add(snap);
    return with(all);
  }
}
