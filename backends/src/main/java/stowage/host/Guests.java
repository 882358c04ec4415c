package stowage.host;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stowage.message.Message;

/**
 * The guests that a host knows, those of the other nodes of its cluster included.
 *
 * @param types {@code qemu} or {@code lxc} by guest number
 * @param all those whose configuration says something about volumes
 * @param named volume ids and paths that configurations name, with the guests that do
 * @param missing why some configurations could not be read, or not be understood; null when all
 *     were
 */
record Guests(
    Map<String, String> types,
    List<Guest> all,
    Map<String, Set<Guest>> named,
    @Nullable Message missing) {
  Guests {
    types = Map.copyOf(types);
    all = List.copyOf(all);
    named = Map.copyOf(named);
  }

  /** How many there are, as far as is known. */
  int count() {
    Set<String> ids = new HashSet<>(types.keySet());
    all.forEach(g -> ids.add(g.id()));
    return ids.size();
  }

  /** Who names a volume is unknown as long as this is there. */
  Optional<Message> gap() {
    return Optional.ofNullable(missing);
  }
}
