package stowage.host;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stowage.type.Pruning;
import stowage.volume.Retention;

/**
 * What a retention would do with a pool's backups, as they are now.
 *
 * @param items by guest, those of nobody first; the oldest first
 */
public record Prune(List<Item> items) {
  public Prune {
    items = List.copyOf(items);
  }

  /**
   * @param removal what takes it away; null for one that stays
   */
  public record Item(Pruning.Marked marked, @Nullable Proposal removal) {

    public Retention.Mark mark() {
      return marked.decision().mark();
    }

    public Optional<Proposal> proposal() {
      return Optional.ofNullable(removal);
    }
  }

  /** Those that would go. Each is removed by itself: one that fails keeps no other. */
  public List<Item> doomed() {
    return items.stream().filter(i -> i.removal() != null).toList();
  }
}
