package stowage.host;

import java.util.List;
import stowage.config.StorageId;
import stowage.message.Message;
import stowage.volume.Volume;

/**
 * Volumes that look as if nobody needed them. Only candidates: what was not searched can't speak
 * for a volume, and as long as something was not, none of them may be removed for this.
 *
 * @param found in the order of their pools
 * @param pools that were searched
 * @param guests how many guests' configurations were searched
 * @param gaps what was not searched, and why
 */
public record Orphans(List<Orphan> found, List<StorageId> pools, int guests, List<Message> gaps) {

  /** Why a volume is a candidate. */
  public enum Why {
    /** The guest that it is called after does not exist. */
    NO_GUEST,
    /** The guest exists, and no configuration names the volume. */
    NOT_NAMED
  }

  public record Orphan(Volume volume, Why why) {}

  public Orphans {
    found = List.copyOf(found);
    pools = List.copyOf(pools);
    gaps = List.copyOf(gaps);
  }

  public boolean complete() {
    return gaps.isEmpty();
  }
}
