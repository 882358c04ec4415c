package stowage.ui.fleet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stowage.host.HostState.Availability;
import stowage.host.HostState.PoolState;
import stowage.message.Message;
import stowage.type.Pool;
import stowage.ui.host.Connection;
import stowage.ui.host.HostModel;
import stowage.ui.look.Status;
import stowage.ui.pool.Health;

/** A pool that is the same on all nodes of a cluster. */
public record SharedPool(Cluster cluster, Pool pool) {

  /** How the pool is on one node. */
  public enum Presence {
    OK(Status.OK),
    DEGRADED(Status.WARNING),
    MISSING(Status.PROBLEM),
    UNKNOWN(Status.UNKNOWN),
    /** Restricted to other nodes, or disabled everywhere. */
    NOT_HERE(Status.ELSEWHERE);

    private final Status status;

    Presence(Status status) {
      this.status = status;
    }

    public Status status() {
      return status;
    }
  }

  /**
   * @param name as the cluster calls the node
   * @param host null when the node is not in the user's list
   * @param read when the pool's state there was last told; null for never
   */
  public record Node(
      String name,
      @Nullable HostModel host,
      Presence presence,
      @Nullable Message why,
      @Nullable Instant read) {}

  /** Every node of the cluster, by name. */
  public List<Node> nodes(double threshold) {
    List<Node> nodes = new ArrayList<>();
    Set<String> names = cluster.nodes();
    for (HostModel host : cluster.hosts()) {
      host.known()
          .ifPresent(state -> {
            names.remove(state.node());
            nodes.add(node(state.node(), host, threshold));
          });
    }
    names.forEach(name ->
        nodes.add(
            new Node(name, null, Presence.UNKNOWN, Message.of("ui-host.node-not-in-list"), null)));
    nodes.sort(Comparator.comparing(Node::name));
    return nodes;
  }

  private Node node(String name, HostModel host, double threshold) {
    Instant read = host.readAt(pool.id()).orElse(null);
    Optional<PoolState> there = there(host);
    if (!(host.connection().get() instanceof Connection.On)) {
      return new Node(name, host, Presence.UNKNOWN, Message.of("ui-host.node-not-connected"), read);
    }
    if (there.isEmpty()) {
      return new Node(name, host, Presence.UNKNOWN, null, read);
    }
    Health health = Health.of(there.get(), threshold);
    return new Node(name, host, presence(health.status()), health.why(), read);
  }

  private static Presence presence(Status status) {
    return switch (status) {
      case OK -> Presence.OK;
      case WARNING -> Presence.DEGRADED;
      case PROBLEM -> Presence.MISSING;
      case DISABLED, ELSEWHERE -> Presence.NOT_HERE;
      case UNKNOWN, OFFLINE, BUSY, WAITING -> Presence.UNKNOWN;
    };
  }

  private Optional<PoolState> there(HostModel host) {
    return host.known().flatMap(s -> s.pool(pool.id()));
  }

  /** Where the pool is best looked at: a connected node that has it, or the first there is. */
  public HostModel lead() {
    return cluster.hosts().stream()
        .filter(h -> h.connection().get() instanceof Connection.On)
        .filter(h -> there(h).flatMap(Health::active).isPresent())
        .findFirst()
        .or(() -> cluster.hosts().stream().filter(h -> there(h).isPresent()).findFirst())
        .orElse(cluster.hosts().getFirst());
  }

  /** The state that the row shows. */
  public Optional<PoolState> state() {
    return there(lead());
  }

  /** The worst of what the connected nodes say; unknown while none is connected. */
  public Status status(double threshold) {
    List<Status> told =
        nodes(threshold).stream()
            .map(Node::presence)
            .filter(p -> p != Presence.UNKNOWN && p != Presence.NOT_HERE)
            .map(Presence::status)
            .toList();
    boolean off = there(lead()).filter(p -> p.availability() == Availability.DISABLED).isPresent();
    return off
        ? Status.DISABLED
        : told.stream().max(Comparator.naturalOrder()).orElse(Status.UNKNOWN);
  }
}
