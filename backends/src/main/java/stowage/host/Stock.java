package stowage.host;

import java.util.List;
import stowage.exec.Probe;
import stowage.exec.Reading;
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
                switch (volumes) {
                  case Reading.Known<List<Volume>>(var known) ->
                      taken.map(t -> new Stock(pool, known, t, Activation.none(pool)));
                  case Reading.Failed<List<Volume>>(var reason) ->
                      new Reading.Failed<Stock>(reason);
                })
        .and(
            Activation.probe(pool),
            (stock, activation) ->
                switch (activation) {
                  case Reading.Known<Activation>(var known) ->
                      stock.map(s -> new Stock(pool, s.volumes(), s.taken(), known));
                  case Reading.Failed<Activation>(var reason) -> new Reading.Failed<Stock>(reason);
                })
        .and(
            pool.briefed(),
            (stock, briefed) ->
                switch (stock) {
                  case Reading.Known<Stock>(var s) ->
                      briefed.map(b -> new Stock(b, s.volumes(), s.taken(), s.activation()));
                  case Reading.Failed<Stock> failed -> failed;
                });
  }
}
