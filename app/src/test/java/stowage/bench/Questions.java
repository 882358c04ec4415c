package stowage.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import stowage.exec.Batch;
import stowage.exec.Command;
import stowage.exec.Exec;
import stowage.host.HostState;
import stowage.type.Backends;

/**
 * All that a refresh asks, as command lines for {@code ssh}: the very programs that Stowage runs.
 *
 * @param general the configuration, mounts, guests and tools
 * @param pools one line for each pool
 */
record Questions(String general, List<String> pools) {
  Questions {
    pools = List.copyOf(pools);
  }

  /** Refreshes for the first time, and listens. */
  static Questions of(Engine engine) throws Exception {
    HostState state = engine.host().refresh();
    Command first = engine.heard().commands().getFirst();
    if (!(first instanceof Batch survey)) {
      throw new IllegalStateException("a refresh begins with a batch, not with " + first);
    }
    List<String> pools = new ArrayList<>();
    for (HostState.PoolState pool : state.pools()) {
      if (pool.availability() == HostState.Availability.USABLE) {
        List<Exec> programs =
            Backends.of(pool.pool().type()).orElseThrow().status(pool.pool()).programs();
        // Of some types the configuration alone tells the state.
        if (!programs.isEmpty()) {
          pools.add(line(programs));
        }
      }
    }
    return new Questions(line(survey.programs()), pools);
  }

  private static String line(List<Exec> programs) {
    return String.join("; ", programs.stream().map(Exec::shown).toList());
  }

  /** One call for each. */
  List<String> calls() {
    return Stream.concat(Stream.of(general), pools.stream()).toList();
  }
}
