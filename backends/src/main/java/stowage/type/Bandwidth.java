package stowage.type;

import java.util.Map;
import stowage.schema.Properties;

/**
 * How fast data may move: {@code bwlimit} of the Proxmox VE storage model, which names one limit in
 * KiB per second for each kind of work, and one for those that it does not name.
 *
 * @param bytes per second; 0 for no limit
 */
public record Bandwidth(long bytes) {
  public static final Bandwidth UNLIMITED = new Bandwidth(0);

  private static final double KIB = 1024;

  /** What the limit is for. */
  public enum Work {
    /** A full copy on one host. */
    CLONE("clone"),
    /** From one host to another. */
    MIGRATION("migration");

    private final String word;

    Work(String word) {
      this.word = word;
    }
  }

  /** That of a pool. */
  public static Bandwidth of(Pool pool, Work work) {
    Map<String, Double> limits = pool.get(Properties.BWLIMIT).orElse(Map.of());
    double kib = limits.getOrDefault(work.word, limits.getOrDefault("default", 0.0));
    return new Bandwidth(kib == 0 ? 0 : Math.max(1, (long) (kib * KIB)));
  }

  /** Where both have a say: the smaller one of those that are limits. */
  public Bandwidth and(Bandwidth other) {
    if (!isLimit() || !other.isLimit()) {
      return isLimit() ? this : other;
    }
    return new Bandwidth(Math.min(bytes, other.bytes));
  }

  public boolean isLimit() {
    return bytes > 0;
  }
}
