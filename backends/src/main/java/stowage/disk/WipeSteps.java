package stowage.disk;

import static stowage.disk.DiskSetup.change;
import static stowage.disk.DiskSetup.step;

import java.util.List;
import stowage.exec.Step;

/** What makes a disk blank that nothing uses. */
final class WipeSteps {
  private static final long MIB = 1 << 20;
  private static final long WIPED_MIB = 200;

  private WipeSteps() {}

  static List<Step> of(Disk disk) {
    String count = Long.toString(Math.min(WIPED_MIB, disk.size() / MIB));
    return List.of(
        step(
                "disk-wipe-signatures",
                disk.path(),
                change("/sbin/wipefs", "--all").and(disk.parts()).and(disk.path()))
            .irreversible(),
        step(
                "disk-wipe",
                disk.path(),
                change("/usr/bin/dd", "if=/dev/zero", "of=" + disk.path(), "bs=1M")
                    .and("conv=fdatasync", "status=none", "count=" + count))
            .irreversible(),
        step(
                "disk-reread",
                disk.path(),
                change("/usr/bin/udevadm", "trigger", "--settle", disk.path()))
            .forgiving(Step.Leniency.OPTIONAL));
  }
}
