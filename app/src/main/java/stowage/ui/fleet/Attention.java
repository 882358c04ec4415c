package stowage.ui.fleet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageId;
import stowage.config.StorageType;
import stowage.host.HostState;
import stowage.host.HostState.PoolState;
import stowage.message.Message;
import stowage.schema.Properties;
import stowage.type.Pool;
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
 * @param where what the user calls the place: the host, or the cluster for a shared pool
 */
public record Attention(
    Status status, String host, @Nullable StorageId pool, @Nullable Message why, String where) {

  private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2})+");

  /** Worst first, then by host and pool; keys are looked after. */
  public static List<Attention> of(List<HostModel> hosts, double threshold) {
    return of(hosts, threshold, _ -> true);
  }

  /**
   * @param isCaredFor whether there is a copy of the key of this fingerprint, as far as is known
   */
  public static List<Attention> of(
      List<HostModel> hosts, double threshold, Predicate<String> isCaredFor) {
    List<Attention> found = new ArrayList<>();
    List<Cluster> clusters = Cluster.of(hosts);
    for (HostModel host : hosts) {
      HostHealth health = HostHealth.of(host);
      if (health.status().compareTo(Status.WAITING) >= 0) {
        found.add(new Attention(health.status(), host.name(), null, health.why(), host.name()));
      }
      boolean inCluster = clusters.stream().anyMatch(c -> c.hosts().contains(host));
      for (PoolState pool : host.known().map(HostState::pools).orElse(List.of())) {
        if (!inCluster || !Cluster.isShared(pool)) {
          of(host, pool, threshold).ifPresent(found::add);
          key(host.name(), host.name(), pool.pool(), isCaredFor).ifPresent(found::add);
        }
      }
    }
    for (Cluster cluster : clusters) {
      for (SharedPool pool : cluster.shared()) {
        of(pool, threshold).ifPresent(found::add);
        String host = cluster.hosts().getFirst().name();
        key(host, cluster.name(), pool.pool(), isCaredFor).ifPresent(found::add);
      }
    }
    found.sort(
        Comparator.comparing(Attention::status)
            .reversed()
            .thenComparing(Attention::host)
            .thenComparing(a -> a.pool() == null ? "" : a.pool().text()));
    return List.copyOf(found);
  }

  /** The configuration names the key that a pool's backups are made with, unless it is old. */
  private static Optional<Attention> key(
      String host, String where, Pool pool, Predicate<String> isCaredFor) {
    return Optional.ofNullable(pool.values().get(Properties.ENCRYPTION_KEY.key()))
        .filter(_ -> pool.type() == StorageType.PBS)
        .filter(key -> FINGERPRINT.matcher(key).matches() && !isCaredFor.test(key))
        .map(_ ->
            new Attention(Status.WARNING, host, pool.id(), Message.of("ui.attention-key"), where));
  }

  private static Optional<Attention> of(HostModel host, PoolState pool, double threshold) {
    Health of = Health.of(pool, threshold);
    return of.status().compareTo(Status.UNKNOWN) < 0
        ? Optional.empty()
        : Optional.of(
            new Attention(of.status(), host.name(), pool.pool().id(), of.why(), host.name()));
  }

  /** One row for all nodes; it names those that are worse off than others. */
  private static Optional<Attention> of(SharedPool shared, double threshold) {
    List<HostModel> hosts = shared.cluster().hosts();
    List<Attention> each =
        hosts.stream()
            .flatMap(h ->
                h.known().flatMap(s -> s.pool(shared.pool().id())).stream()
                    .flatMap(p -> of(h, p, threshold).stream()))
            .toList();
    return each.stream()
        .max(Comparator.comparing(Attention::status))
        .map(worst -> {
          List<String> like =
              each.stream().filter(a -> a.status() == worst.status()).map(Attention::host).toList();
          Message why = worst.why();
          return new Attention(
              worst.status(),
              worst.host(),
              worst.pool(),
              why == null || like.size() == hosts.size()
                  ? why
                  : Message.of("ui.attention-on", String.join(", ", like), why),
              shared.cluster().name());
        });
  }
}
