package stowage.tool;

import java.time.Duration;
import stowage.exec.Exec;
import stowage.exec.Step;

/** Overwriting a block device with zeros, so that nobody can read what was on it. */
public final class Zeros {
  public static final HostTool CSTREAM = new HostTool("/usr/bin/cstream", "cstream");

  /** Ten mebibytes a second make a day for every 800 GiB. */
  private static final Duration LIMIT = Duration.ofDays(30);

  private Zeros() {}

  /**
   * @param throughput bytes per second; below zero for at most that many, see cstream(1)
   */
  public static Exec throttled(String device, String throughput) {
    return Exec.changes(CSTREAM.program(), "-i", "/dev/zero", "-o", device)
        .and("-T", "10", "-v", "1", "-b", "1048576", "-t", throughput)
        .within(LIMIT)
        .asRoot();
  }

  /** The device is full: the only way in which writing zeros without end can be done. */
  public static Step.Leniency full() {
    return Step.Leniency.ignoring("No space left on device");
  }

  /**
   * Leaves it to the storage to write zeros where it can do that by itself.
   *
   * @param step MiB that are asked for at a time
   */
  public static Exec discarded(String device, String step) {
    return Exec.changes("/usr/sbin/blkdiscard", device, "-v", "--zeroout", "--step", step + "MiB")
        .within(LIMIT)
        .asRoot();
  }
}
