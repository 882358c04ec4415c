package stowage.host;

import stowage.schema.Draft;

/** How what was made of disks comes to be used. */
public sealed interface Sequel {
  Draft draft();

  /** It becomes a pool. */
  record NewPool(Draft draft) implements Sequel {}

  /**
   * Other nodes of the cluster have made the same of disks of theirs, and the pool is there: this
   * node joins it.
   *
   * @param draft changes nothing but the nodes
   */
  record KnownPool(Draft draft) implements Sequel {}
}
