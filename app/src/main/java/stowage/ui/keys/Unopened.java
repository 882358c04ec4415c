package stowage.ui.keys;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageId;
import stowage.exec.HostException;
import stowage.exec.Reading;
import stowage.host.Host;
import stowage.host.KnownKey;
import stowage.host.KnownKeys;
import stowage.host.Opening;
import stowage.host.ServerPool;
import stowage.host.Servers;
import stowage.pbs.Fingerprint;
import stowage.pbs.server.ServerException;
import stowage.schema.InvalidException;

/** Which backups no key opens that lies on any of the hosts that were asked. */
final class Unopened {
  private final Set<Fingerprint> keys = new HashSet<>();
  private final Map<Custody.Place, Reading<List<Opening>>> backups = new HashMap<>();

  /** What a host and the servers behind its pools have told. */
  record Told(String host, KnownKeys keys, Map<StorageId, Reading<List<Opening>>> backups) {}

  /**
   * @param all backups of the pool
   * @param without those of them that no key opens
   * @param unknown how many don't say with which key they were made
   */
  record Count(int all, List<Opening> without, int unknown) {}

  /**
   * Asks a host and the servers that these pools are on; blocks. A server that fails fails alone.
   */
  static Told ask(String name, Host host, Map<StorageId, Servers> pools) throws HostException {
    KnownKeys keys = host.backupKeys().known();
    Map<StorageId, Reading<List<Opening>>> backups = new HashMap<>();
    pools.forEach((pool, servers) -> backups.put(pool, backups(host, servers, pool)));
    return new Told(name, keys, backups);
  }

  private static Reading<List<Opening>> backups(Host host, Servers servers, StorageId pool) {
    try (ServerPool at = servers.of(pool)) {
      return Reading.known(host.backupKeys().list(at, pool));
    } catch (HostException e) {
      return new Reading.Failed<>(e.said());
    } catch (ServerException e) {
      return new Reading.Failed<>(e.said());
    } catch (InvalidException e) {
      return new Reading.Failed<>(e.problems().getFirst().said());
    }
  }

  void add(Told told) {
    told.keys().all().stream().map(KnownKey::fingerprint).forEach(keys::add);
    told.backups()
        .forEach((pool, found) -> backups.put(new Custody.Place(told.host(), pool.text()), found));
  }

  /** By the keys of all hosts that have answered up to now; null before this one has. */
  @Nullable Reading<Count> of(String host, StorageId pool) {
    Reading<List<Opening>> found = backups.get(new Custody.Place(host, pool.text()));
    return found == null ? null : found.map(this::count);
  }

  private Count count(List<Opening> all) {
    List<Opening> without = new ArrayList<>();
    int unknown = 0;
    for (Opening one : all) {
      boolean elsewhere = one.key() != null && keys.contains(one.key());
      if (one.answer() == Opening.Answer.NOBODY && !elsewhere) {
        without.add(one);
      } else if (one.answer() == Opening.Answer.UNKNOWN && !elsewhere) {
        unknown++;
      }
    }
    return new Count(all.size(), without, unknown);
  }
}
