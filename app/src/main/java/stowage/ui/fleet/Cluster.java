package stowage.ui.fleet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import stowage.config.StorageId;
import stowage.host.HostState.PoolState;
import stowage.tool.ClusterFile;
import stowage.ui.host.HostModel;

/**
 * Hosts that say they are nodes of one cluster. Its shared pools are the same on all of them.
 *
 * @param name as the cluster calls itself
 * @param hosts those that the user has in the list, in the user's order
 */
public record Cluster(String name, List<HostModel> hosts) {
  public Cluster {
    hosts = List.copyOf(hosts);
  }

  /** Two clusters may have one name, as may their nodes: an address has to be the same as well. */
  public static List<Cluster> of(List<HostModel> all) {
    List<Found> found = new ArrayList<>();
    for (HostModel host : all) {
      told(host)
          .ifPresent(members -> {
            Found mine = new Found(members.name(), new HashSet<>(members.nodes().entrySet()));
            mine.hosts.add(host);
            // It may be what shows that two that were kept apart are one.
            List<Found> same = found.stream().filter(mine::sameAs).toList();
            same.forEach(mine::take);
            found.removeAll(same);
            found.add(mine);
          });
    }
    return found.stream()
        .map(f ->
            new Cluster(
                f.name, f.hosts.stream().sorted(Comparator.comparingInt(all::indexOf)).toList()))
        .sorted(Comparator.comparing(Cluster::name))
        .toList();
  }

  private static Optional<ClusterFile.Members> told(HostModel host) {
    return host.known().flatMap(s -> s.inventory().cluster());
  }

  private static final class Found {
    private final String name;
    private final Set<Map.Entry<String, String>> nodes;
    private final List<HostModel> hosts = new ArrayList<>();

    Found(String name, Set<Map.Entry<String, String>> nodes) {
      this.name = name;
      this.nodes = nodes;
    }

    boolean sameAs(Found other) {
      return name.equals(other.name) && nodes.stream().anyMatch(other.nodes::contains);
    }

    void take(Found other) {
      hosts.addAll(other.hosts);
      nodes.addAll(other.nodes);
    }
  }

  /** The cluster of a host, if it told of one. */
  public static Optional<Cluster> of(HostModel host, List<HostModel> all) {
    return of(all).stream().filter(c -> c.hosts().contains(host)).findFirst();
  }

  /** Names of all its nodes, also of those that are not in the user's list. */
  public Set<String> nodes() {
    Set<String> nodes = new TreeSet<>();
    for (HostModel host : hosts) {
      told(host).ifPresent(members -> nodes.addAll(members.nodes().keySet()));
    }
    return nodes;
  }

  /** Its shared pools, by name. */
  public List<SharedPool> shared() {
    TreeMap<StorageId, SharedPool> pools = new TreeMap<>();
    for (HostModel host : hosts) {
      host.known()
          .ifPresent(state ->
              state.pools().stream()
                  .filter(Cluster::isShared)
                  .forEach(p -> pools.putIfAbsent(p.pool().id(), new SharedPool(this, p.pool()))));
    }
    return List.copyOf(pools.values());
  }

  /** One row for all nodes, or one for each. */
  public static boolean isShared(PoolState pool) {
    return pool.pool().shared();
  }

  /** Whether all hosts are in one group of the user's. */
  public Optional<String> group() {
    List<String> groups = hosts.stream().map(h -> h.entry().get().group()).distinct().toList();
    return groups.size() == 1 ? Optional.of(groups.getFirst()) : Optional.empty();
  }
}
