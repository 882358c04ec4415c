package stowage.host;

import java.util.List;
import stowage.exec.Probe;
import stowage.volume.Volume;

/**
 * What is in the way of something that comes to a pool.
 *
 * @param taken everything that has a name there
 * @param activation what it takes to use the pool
 */
record Holding(List<Volume> taken, Activation activation) {

  static Probe<Holding> of(ConfiguredPool pool, Probe<List<Volume>> listing) {
    return listing.and(
        Activation.probe(pool),
        (taken, activation) -> activation.then(known -> taken.map(t -> new Holding(t, known))));
  }
}
