package stowage.host;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.type.Backends;
import stowage.type.Pool;
import stowage.type.Pools;
import stowage.volume.VolumeId;

/**
 * Which guests' configurations name which volumes. Volumes are compared by their paths: a guest may
 * name one without its template, by another pool that is the same place, or by its device.
 *
 * @param guests what their configurations say
 * @param pools those of the host
 * @param cluster whether the configurations of all nodes are among them
 * @param byPlace the guests by what they name
 */
record Uses(Guests guests, Pools pools, boolean cluster, Map<String, Set<Guest>> byPlace) {
  /** {@code /dev/mapper/pve-vm--100--disk--0}: dashes within a name are doubled. */
  private static final Pattern MAPPED =
      Pattern.compile("/dev/mapper/((?:[^-]|--)+)-((?:[^-]|--)+)");

  static Uses of(Guests guests, Pools pools, boolean cluster) {
    Map<String, Set<Guest>> byPlace = new HashMap<>();
    guests
        .named()
        .forEach((name, users) ->
            byPlace.computeIfAbsent(place(pools, name), _ -> new LinkedHashSet<>()).addAll(users));
    return new Uses(guests, pools, cluster, byPlace);
  }

  /** Guests that name the volume; others may do so while there is a {@link #gap}. */
  List<Guest> of(VolumeId volume) {
    return byPlace.isEmpty()
        ? List.of()
        : List.copyOf(byPlace.getOrDefault(place(pools, volume.toString()), Set.of()));
  }

  /** Why there may be guests that name a volume of the pool without being known. */
  Optional<Message> gap(Pool pool) {
    return guests
        .gap()
        .or(() ->
            pool.shared() && !cluster
                ? Optional.of(Message.of("problem.guests-of-others", pool.id().text()))
                : Optional.empty());
  }

  /**
   * @throws InvalidException with the guests' names when some name the volume and are to be heard
   */
  List<Guest> heard(VolumeId volume, InUse inUse) throws InvalidException {
    List<Guest> users = of(volume);
    if (inUse == InUse.REFUSE && !users.isEmpty()) {
      throw new InvalidException(
          "volume",
          InUse.PROBLEM,
          volume.toString(),
          users.stream().map(Guest::label).collect(Collectors.joining(", ")));
    }
    return users;
  }

  static String place(Pools pools, String name) {
    if (name.startsWith("/")) {
      String path = name.replaceAll("/+", "/");
      Matcher mapped = MAPPED.matcher(path);
      return mapped.matches()
          ? "/dev/" + mapped.group(1).replace("--", "-") + "/" + mapped.group(2).replace("--", "-")
          : path;
    }
    return VolumeId.parse(name)
        .flatMap(id -> pools.pool(id.storage()).flatMap(pool -> path(pool, id)))
        .orElse(name);
  }

  private static Optional<String> path(Pool pool, VolumeId id) {
    return Backends.of(pool.type())
        .flatMap(backend -> {
          try {
            return Optional.of(backend.access(pool, id.name(), null).path().replaceAll("/+", "/"));
          } catch (InvalidException _) {
            return Optional.empty();
          }
        });
  }
}
