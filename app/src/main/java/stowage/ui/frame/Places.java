package stowage.ui.frame;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import stowage.host.HostState;
import stowage.host.HostState.PoolState;
import stowage.type.PoolStatus;
import stowage.ui.fleet.Cluster;
import stowage.ui.fleet.SharedPool;
import stowage.ui.host.HostModel;
import stowage.ui.look.Status;
import stowage.ui.pool.Health;

/** What stands in the tree and below what: fleet, groups, clusters, hosts, pools. */
final class Places {
  private final List<Cluster> clusters;
  private final Query query;
  private final double threshold;
  private final Map<String, List<Place>> groups = new TreeMap<>();

  Places(List<HostModel> hosts, Query query, double threshold) {
    this.query = query;
    this.threshold = threshold;
    this.clusters = Cluster.of(hosts);
    for (HostModel host : hosts) {
      Optional<Cluster> cluster = cluster(host);
      Place place = cluster.<Place>map(Place.OfCluster::new).orElse(new Place.OfHost(host));
      String group = cluster.map(c -> c.group().orElse("")).orElse(host.entry().get().group());
      List<Place> in = groups.computeIfAbsent(group, _ -> new ArrayList<>());
      boolean shown = cluster.map(this::shown).orElseGet(() -> shown(host));
      if (shown && !in.contains(place)) {
        in.add(place);
      }
    }
    groups.values().removeIf(List::isEmpty);
  }

  private Optional<Cluster> cluster(HostModel host) {
    return clusters.stream().filter(c -> c.hosts().contains(host)).findFirst();
  }

  /** Groups first. One that is nothing but a cluster is that cluster. */
  List<Place> top() {
    List<Place> top = new ArrayList<>();
    groups.forEach((name, places) -> {
      if (!name.isEmpty()) {
        boolean onlyCluster = places.size() == 1 && places.getFirst() instanceof Place.OfCluster;
        top.add(onlyCluster ? places.getFirst() : new Place.Group(name));
      }
    });
    top.addAll(groups.getOrDefault("", List.of()));
    return top;
  }

  List<Place> below(Place place) {
    return switch (place) {
      case Place.Fleet() -> top();
      case Place.Group(var name) -> groups.getOrDefault(name, List.of());
      case Place.OfCluster(var cluster) -> below(cluster);
      case Place.OfHost(var host) -> below(host);
      case Place.OfPool _, Place.OfShared _ -> List.of();
    };
  }

  private List<Place> below(Cluster cluster) {
    List<Place> places = new ArrayList<>();
    cluster.hosts().stream().filter(this::shown).forEach(h -> places.add(new Place.OfHost(h)));
    cluster.shared().stream().filter(this::shown).forEach(p -> places.add(place(cluster, p)));
    return places;
  }

  private List<Place> below(HostModel host) {
    boolean all = query.matches(host.name());
    return own(host).stream()
        .filter(p -> all || query.matches(host.name(), p))
        .<Place>map(
            p -> new Place.OfPool(host, p.pool().id(), shown(p, Health.of(p, threshold).status())))
        .toList();
  }

  /** Whether a row must be open because what is looked for lies below it. */
  boolean toOpen(Place place) {
    return !query.isEmpty()
        && switch (place) {
          case Place.OfHost(var host) -> !query.matches(host.name());
          case Place.Group _, Place.OfCluster _ -> true;
          case Place.Fleet(), Place.OfPool _, Place.OfShared _ -> false;
        };
  }

  /** The pools that stand below the host itself. */
  private List<PoolState> own(HostModel host) {
    boolean inCluster = cluster(host).isPresent();
    return host.known().map(HostState::pools).orElse(List.of()).stream()
        .filter(p -> !inCluster || !Cluster.isShared(p))
        .toList();
  }

  private boolean shown(HostModel host) {
    return query.matches(host.name())
        || own(host).stream().anyMatch(p -> query.matches(host.name(), p));
  }

  private boolean shown(Cluster cluster) {
    return cluster.hosts().stream().anyMatch(this::shown)
        || cluster.shared().stream().anyMatch(this::shown);
  }

  private boolean shown(SharedPool pool) {
    return pool.cluster().hosts().stream()
        .anyMatch(host ->
            host.known()
                .flatMap(s -> s.pool(pool.pool().id()))
                .filter(p -> query.matches(host.name(), p))
                .isPresent());
  }

  private Place place(Cluster cluster, SharedPool pool) {
    Status status = pool.status(threshold);
    Place.Shown shown =
        pool.state()
            .map(s -> shown(s, status))
            .orElse(new Place.Shown(pool.pool().type(), status, -1));
    return new Place.OfShared(cluster, pool.pool().id(), pool.lead(), shown);
  }

  private static Place.Shown shown(PoolState pool, Status status) {
    int percent =
        Health.active(pool)
            .flatMap(PoolStatus::share)
            .map(share -> (int) Math.round(share * 100))
            .orElse(-1);
    return new Place.Shown(pool.pool().type(), status, percent);
  }
}
