package stowage.ui.fleet;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import stowage.config.StorageType;
import stowage.host.HostState;
import stowage.type.PoolStatus;
import stowage.ui.host.HostModel;
import stowage.ui.pool.Health;

/**
 * Space of all active pools of one type.
 *
 * @param pools how many
 * @param used bytes
 * @param total bytes
 */
public record Capacity(StorageType type, int pools, long used, long total) {

  /** A shared pool that several hosts of a cluster or a group show is counted once. */
  public static List<Capacity> byType(List<HostModel> hosts) {
    Map<String, PoolStatus> statuses = new TreeMap<>();
    Map<String, StorageType> types = new TreeMap<>();
    List<Cluster> clusters = Cluster.of(hosts);
    for (HostModel host : hosts) {
      HostState state = host.state().get();
      if (state == null) {
        continue;
      }
      String sharers = sharers(host, clusters);
      for (HostState.PoolState pool : state.pools()) {
        String owner = pool.pool().shared() ? sharers : "host " + host.name();
        String key = owner + "\n" + pool.pool().id();
        Health.active(pool)
            .filter(s -> s.share().isPresent())
            .ifPresent(s -> {
              statuses.put(key, s);
              types.put(key, pool.pool().type());
            });
      }
    }
    Map<StorageType, Capacity> sums = new TreeMap<>();
    statuses.forEach((key, s) -> {
      StorageType type = types.get(key);
      Long used = s.used();
      if (type != null && used != null) {
        sums.merge(type, new Capacity(type, 1, used, s.total()), Capacity::plus);
      }
    });
    return List.copyOf(sums.values());
  }

  private static String sharers(HostModel host, List<Cluster> clusters) {
    for (int i = 0; i < clusters.size(); i++) {
      if (clusters.get(i).hosts().contains(host)) {
        return "cluster " + i;
      }
    }
    String group = host.entry().get().group();
    return group.isEmpty() ? "host " + host.name() : "group " + group;
  }

  private Capacity plus(Capacity other) {
    return new Capacity(type, pools + other.pools, used + other.used, total + other.total);
  }
}
