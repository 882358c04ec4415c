package stowage.type;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stowage.message.Message;

/**
 * What a host says about a pool that is enabled for it.
 *
 * @param active whether it can be used now
 * @param reason why it is not active, null when it is
 * @param total bytes; 0 for types without a size of their own
 * @param used bytes
 * @param available bytes; on file systems with a root reserve {@code used + available < total}
 * @param notes what a person should know: metadata fill, overcommitment, a mount point that is not
 *     mounted
 */
public record PoolStatus(
    boolean active,
    @Nullable Message reason,
    long total,
    long used,
    long available,
    List<Message> notes) {
  public PoolStatus {
    notes = List.copyOf(notes);
  }

  public static PoolStatus active(long total, long used, long available) {
    return new PoolStatus(true, null, total, used, available, List.of());
  }

  public static PoolStatus inactive(String key, Object... args) {
    return inactive(Message.of(key, args));
  }

  public static PoolStatus inactive(Message reason) {
    return new PoolStatus(false, reason, 0, 0, 0, List.of());
  }
}
