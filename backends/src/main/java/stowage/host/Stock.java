package stowage.host;

import java.util.List;
import stowage.exec.Probe;
import stowage.volume.Volume;

/**
 * What a pool holds.
 *
 * @param pool with all that its plans rest on
 * @param volumes of the content type in question
 * @param taken everything that has a name there
 * @param activation what it takes to use the pool
 */
record Stock(ConfiguredPool pool, List<Volume> volumes, List<Volume> taken, Activation activation) {

  static Probe<Stock> of(ConfiguredPool pool, Probe<List<Volume>> list) {
    return list.and(
            pool.backend().taken(pool.pool()),
            (volumes, taken) ->
                volumes.then(
                    known -> taken.map(t -> new Stock(pool, known, t, Activation.none(pool)))))
        .and(
            Activation.probe(pool),
            (stock, activation) ->
                activation.then(
                    known -> stock.map(s -> new Stock(pool, s.volumes(), s.taken(), known))))
        .and(
            pool.briefed(),
            (stock, briefed) ->
                stock.then(
                    s -> briefed.map(b -> new Stock(b, s.volumes(), s.taken(), s.activation()))));
  }
}
