package stowage.demo.world;

import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * All of the demo host that is not a file. Its maps are changed in place, also while others look.
 *
 * @param files by key of {@link VirtualFiles}
 * @param fileSystems by backing directory
 * @param mounts by path
 * @param groups volume groups by name
 * @param zpools sizes in bytes by name
 * @param datasets by name, snapshots included
 * @param images of Ceph pools, by pool and name
 * @param appliance datasets of the company's storage server, which is another machine
 */
public record State(
    NavigableMap<String, FileFacts> files,
    NavigableMap<String, FileSystem> fileSystems,
    NavigableMap<String, Mount> mounts,
    NavigableMap<String, VolumeGroup> groups,
    NavigableMap<String, Long> zpools,
    NavigableMap<String, Dataset> datasets,
    NavigableMap<String, CephImage> images,
    NavigableMap<String, Dataset> appliance) {
  public State {
    files = new ConcurrentSkipListMap<>(files);
    fileSystems = new ConcurrentSkipListMap<>(fileSystems);
    mounts = new ConcurrentSkipListMap<>(mounts);
    groups = new ConcurrentSkipListMap<>(groups);
    zpools = new ConcurrentSkipListMap<>(zpools);
    datasets = new ConcurrentSkipListMap<>(datasets);
    images = new ConcurrentSkipListMap<>(images);
    appliance = new ConcurrentSkipListMap<>(appliance);
  }

  public static State empty() {
    return new State(
        new ConcurrentSkipListMap<>(),
        new ConcurrentSkipListMap<>(),
        new ConcurrentSkipListMap<>(),
        new ConcurrentSkipListMap<>(),
        new ConcurrentSkipListMap<>(),
        new ConcurrentSkipListMap<>(),
        new ConcurrentSkipListMap<>(),
        new ConcurrentSkipListMap<>());
  }

  /** The storage server by itself: a zpool and what is on it. */
  State ofAppliance() {
    State other = empty();
    other.zpools().put(Appliance.ZPOOL, Appliance.SIZE);
    other.datasets().putAll(appliance);
    return other;
  }
}
