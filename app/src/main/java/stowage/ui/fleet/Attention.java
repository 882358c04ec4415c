package stowage.ui.fleet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageId;
import stowage.host.HostState;
import stowage.message.Message;
import stowage.ui.host.HostHealth;
import stowage.ui.host.HostModel;
import stowage.ui.look.Status;
import stowage.ui.pool.Health;

/**
 * Something that needs a person.
 *
 * @param status how bad it is
 * @param host where
 * @param pool null when it concerns the host itself
 * @param why in words; null when the status says it all
 */
public record Attention(
    Status status, String host, @Nullable StorageId pool, @Nullable Message why) {

  /** Worst first, then by host and pool. */
  public static List<Attention> of(List<HostModel> hosts, double threshold) {
    List<Attention> found = new ArrayList<>();
    for (HostModel host : hosts) {
      HostHealth health = HostHealth.of(host);
      if (health.status().compareTo(Status.WAITING) >= 0) {
        found.add(new Attention(health.status(), host.name(), null, health.why()));
      }
      HostState state = host.state().get();
      if (state == null) {
        continue;
      }
      for (HostState.PoolState pool : state.pools()) {
        Health of = Health.of(pool, threshold);
        if (of.status().compareTo(Status.UNKNOWN) >= 0) {
          found.add(new Attention(of.status(), host.name(), pool.pool().id(), of.why()));
        }
      }
    }
    found.sort(
        Comparator.comparing(Attention::status)
            .reversed()
            .thenComparing(Attention::host)
            .thenComparing(a -> a.pool() == null ? "" : a.pool().text()));
    return List.copyOf(found);
  }
}
