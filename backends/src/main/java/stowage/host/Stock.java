package stowage.host;

import java.util.List;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.volume.Volume;

/**
 * What a pool holds.
 *
 * @param volumes of the content type in question
 * @param taken everything that has a name there
 * @param activation what it takes to use the pool
 */
record Stock(List<Volume> volumes, List<Volume> taken, Activation activation) {

  static Probe<Stock> of(ConfiguredPool pool, Probe<List<Volume>> list) {
    return list.and(
            pool.backend().taken(pool.pool()),
            (volumes, taken) ->
                switch (volumes) {
                  case Reading.Known<List<Volume>>(var known) ->
                      taken.map(t -> new Stock(known, t, Activation.none(pool)));
                  case Reading.Failed<List<Volume>>(var reason) ->
                      new Reading.Failed<Stock>(reason);
                })
        .and(
            Activation.probe(pool),
            (stock, activation) ->
                switch (activation) {
                  case Reading.Known<Activation>(var known) ->
                      stock.map(s -> new Stock(s.volumes(), s.taken(), known));
                  case Reading.Failed<Activation>(var reason) -> new Reading.Failed<Stock>(reason);
                });
  }
}
