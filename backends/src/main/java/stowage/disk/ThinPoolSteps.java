package stowage.disk;

import static stowage.disk.DiskSetup.change;
import static stowage.disk.DiskSetup.step;

import java.util.ArrayList;
import java.util.List;
import stowage.exec.Step;
import stowage.schema.InvalidException;

/** A thin pool that takes a disk, with room left for its metadata to be repaired. */
final class ThinPoolSteps {
  private static final long MIB = 1 << 20;
  private static final long GIB = 1 << 30;
  private static final long RESERVE = 128 * MIB;
  private static final long MOST_METADATA = 16 * GIB;
  // Below this, a gibibyte of metadata would be out of all proportion.
  private static final long SMALL = 64 * GIB;
  private static final long SMALLEST = GIB;

  private ThinPoolSteps() {}

  static List<Step> of(String name, Disk disk) throws InvalidException {
    if (disk.size() < SMALLEST) {
      throw new InvalidException("disk", "problem.disk-small", disk.path());
    }
    List<Step> steps = new ArrayList<>(DiskSetup.volumeGroup(name, List.of(disk)));
    long all = disk.size() - RESERVE;
    long least = disk.size() < SMALL ? 16 * MIB : GIB;
    long metadata = Math.clamp(all / 100, least, MOST_METADATA);
    // Metadata exist twice: in use, and a spare to repair them with.
    long data = all - 2 * metadata;
    steps.add(
        step(
                "disk-thinpool",
                name,
                change("/sbin/lvcreate", "--yes", "--type", "thin-pool")
                    .and("-L" + data / 1024 + "K")
                    .and("--poolmetadatasize", metadata / 1024 + "K", "-n", name, name))
            .undoneBy(change("/sbin/lvremove", "--yes", name + "/" + name)));
    return steps;
  }
}
