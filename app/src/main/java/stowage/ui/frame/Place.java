package stowage.ui.frame;

import java.util.Optional;
import stowage.config.StorageId;
import stowage.config.StorageType;
import stowage.ui.host.HostHealth;
import stowage.ui.host.HostModel;
import stowage.ui.look.Status;

/** What a row of the tree stands for. Two places are equal when they are the same place. */
sealed interface Place {

  record Fleet() implements Place {}

  record Group(String name) implements Place {}

  record OfHost(HostModel host) implements Place {}

  /**
   * @param status as it was when the row was made
   * @param percent how full it is; -1 when that is not known
   */
  record OfPool(HostModel host, StorageId pool, StorageType type, Status status, int percent)
      implements Place {}

  /** Where it leads; empty for a group. */
  default Optional<Page> page() {
    return switch (this) {
      case Fleet() -> Optional.of(new Page.Fleet());
      case Group(_) -> Optional.empty();
      case OfHost(var host) -> Optional.of(new Page.OfHost(host.name()));
      case OfPool(var host, var pool, _, _, _) -> Optional.of(new Page.OfPool(host.name(), pool));
    };
  }

  /** Empty where a status makes no sense. */
  default Optional<Status> mark() {
    return switch (this) {
      case Fleet(), Group(_) -> Optional.empty();
      case OfHost(var host) -> Optional.of(HostHealth.of(host).status());
      case OfPool(_, _, _, var status, _) -> Optional.of(status);
    };
  }
}
