package stowage.host;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stowage.message.Message;
import stowage.type.Pool;
import stowage.volume.Volume;
import stowage.volume.VolumeId;

/**
 * What a pool holds, and who uses it.
 *
 * @param volumes in the order of {@code pvesm list}
 * @param users guests whose configuration names the volume; a volume that is not there may be used
 *     by guests that nobody knows of here
 * @param missing why there may be other users; null when all guests were asked
 */
public record Content(
    List<Volume> volumes, Map<VolumeId, List<Guest>> users, @Nullable Message missing) {
  public static final Content NONE = new Content(List.of(), Map.of(), null);

  public Content {
    volumes = List.copyOf(volumes);
    users = Map.copyOf(users);
  }

  static Content of(List<Volume> volumes, Uses uses, Pool pool) {
    Map<VolumeId, List<Guest>> users = new HashMap<>();
    for (Volume volume : volumes) {
      List<Guest> found = uses.of(volume.id());
      if (!found.isEmpty()) {
        users.put(volume.id(), found);
      }
    }
    return new Content(volumes, users, uses.gap(pool).orElse(null));
  }

  public List<Guest> users(Volume volume) {
    return users.getOrDefault(volume.id(), List.of());
  }

  public Optional<Message> gap() {
    return Optional.ofNullable(missing);
  }
}
