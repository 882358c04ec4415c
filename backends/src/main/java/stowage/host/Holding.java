package stowage.host;

import java.util.List;
import stowage.exec.Probe;
import stowage.volume.Volume;

/**
 * What is in the way of something that comes to a pool.
 *
 * @param pool with all that its plans rest on
 * @param taken everything that has a name there
 * @param activation what it takes to use the pool
 */
record Holding(ConfiguredPool pool, List<Volume> taken, Activation activation) {

  static Probe<Holding> of(ConfiguredPool pool, Probe<List<Volume>> listing) {
    return listing
        .and(
            Activation.probe(pool),
            (taken, activation) ->
                activation.then(known -> taken.map(t -> new Holding(pool, t, known))))
        .and(
            pool.briefed(),
            (holding, briefed) ->
                holding.then(h -> briefed.map(b -> new Holding(b, h.taken(), h.activation()))));
  }
}
