package stowage.ui.frame;

import java.util.Optional;
import stowage.config.StorageId;
import stowage.config.StorageType;
import stowage.ui.fleet.Cluster;
import stowage.ui.host.HostHealth;
import stowage.ui.host.HostModel;
import stowage.ui.look.Status;

/** What a row of the tree stands for. Two places are equal when they are the same place. */
sealed interface Place {

  record Fleet() implements Place {}

  record Group(String name) implements Place {}

  record OfCluster(Cluster cluster) implements Place {}

  record OfHost(HostModel host) implements Place {}

  record OfPool(HostModel host, StorageId pool, Shown shown) implements Place {}

  /**
   * A pool of a cluster, once for all nodes.
   *
   * @param lead where it is looked at
   */
  record OfShared(Cluster cluster, StorageId pool, HostModel lead, Shown shown) implements Place {}

  /**
   * How a pool was when the row was made.
   *
   * @param percent how full it is; -1 when that is not known
   */
  record Shown(StorageType type, Status status, int percent) {}

  /** Where it leads; empty for a group and a cluster. */
  default Optional<Page> page() {
    return switch (this) {
      case Fleet() -> Optional.of(new Page.Fleet());
      case Group(_), OfCluster(_) -> Optional.empty();
      case OfHost(var host) -> Optional.of(new Page.OfHost(host.name()));
      case OfPool(var host, var pool, _) -> Optional.of(new Page.OfPool(host.name(), pool));
      case OfShared(_, var pool, var lead, _) -> Optional.of(new Page.OfPool(lead.name(), pool));
    };
  }

  /** Whether the page is about this; a shared pool may be looked at from any of its nodes. */
  default boolean about(Page page) {
    if (this instanceof OfShared(var cluster, var pool, _, _)
        && page instanceof Page.OfPool(var name, var id)) {
      return id.equals(pool) && cluster.hosts().stream().anyMatch(h -> h.name().equals(name));
    }
    return page().filter(page::equals).isPresent();
  }

  /** Empty where a status makes no sense. */
  default Optional<Status> mark() {
    return switch (this) {
      case Fleet(), Group(_), OfCluster(_) -> Optional.empty();
      case OfHost(var host) -> Optional.of(HostHealth.of(host).status());
      case OfPool(_, _, var shown) -> Optional.of(shown.status());
      case OfShared(_, _, _, var shown) -> Optional.of(shown.status());
    };
  }

  /** How full it is; -1 when that is not known. */
  default int percent() {
    return switch (this) {
      case Fleet(), Group(_), OfCluster(_), OfHost(_) -> -1;
      case OfPool(_, _, var shown) -> shown.percent();
      case OfShared(_, _, _, var shown) -> shown.percent();
    };
  }
}
