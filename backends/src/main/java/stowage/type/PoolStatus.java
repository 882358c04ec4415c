package stowage.type;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stowage.message.Message;

/**
 * What a host says about a pool that is enabled for it.
 *
 * @param active whether it can be used now
 * @param reason why it is not active, null when it is
 * @param total bytes; 0 for types without a size of their own
 * @param used bytes; null when the host does not say
 * @param available bytes, null when the host does not say; on file systems with a root reserve
 *     {@code used + available < total}
 * @param notes what a person should know besides
 */
public record PoolStatus(
    boolean active,
    @Nullable Message reason,
    long total,
    @Nullable Long used,
    @Nullable Long available,
    Notes notes) {

  /**
   * What a person should know about a pool that can be used.
   *
   * @param warnings something to look after: overcommitment, a file system that is not mounted
   * @param facts good to know and no reason to act: how full the metadata space is
   */
  public record Notes(List<Message> warnings, List<Message> facts) {
    public static final Notes NONE = new Notes(List.of(), List.of());

    public Notes {
      warnings = List.copyOf(warnings);
      facts = List.copyOf(facts);
    }
  }

  public static PoolStatus active(long total, long used, long available) {
    return new PoolStatus(true, null, total, used, available, Notes.NONE);
  }

  public static PoolStatus inactive(String key, Object... args) {
    return inactive(Message.of(key, args));
  }

  public static PoolStatus inactive(Message reason) {
    return new PoolStatus(false, reason, 0, 0L, 0L, Notes.NONE);
  }

  /** Part of 1 that is in use; empty for types without a size, and when the host does not say. */
  public Optional<Double> share() {
    return total == 0 || used == null ? Optional.empty() : Optional.of((double) used / total);
  }
}
