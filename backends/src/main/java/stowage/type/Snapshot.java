package stowage.type;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * @param name as given when it was made
 * @param created null when the pool does not tell
 * @param blockers snapshots that would have to go before a rollback to this one; empty when it can
 *     be rolled back to
 */
public record Snapshot(String name, @Nullable Instant created, java.util.List<String> blockers) {
  public Snapshot {
    blockers = java.util.List.copyOf(blockers);
  }
}
