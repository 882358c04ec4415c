package stowage.host;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import stowage.pbs.Fingerprint;

/**
 * The keys that a backup's is looked for among.
 *
 * @param complete whether these are all; if not, one that is missing may still be there
 */
public record KnownKeys(List<KnownKey> all, boolean complete) {
  public KnownKeys {
    all = List.copyOf(all);
  }

  public static final KnownKeys NONE = new KnownKeys(List.of(), true);

  /** Those of another host, too. */
  public KnownKeys and(KnownKeys more) {
    return new KnownKeys(
        Stream.concat(all.stream(), more.all.stream()).toList(), complete && more.complete);
  }

  /** The same when some that there may be could not be asked for. */
  public KnownKeys incomplete() {
    return new KnownKeys(all, false);
  }

  List<KnownKey> named(Fingerprint fingerprint) {
    return all.stream().filter(k -> k.fingerprint().equals(fingerprint)).toList();
  }

  Optional<KnownKey> inUse(String host, String pool) {
    return all.stream()
        .filter(k -> k.inUse() && k.host().equals(host) && k.pool().equals(pool))
        .findFirst();
  }
}
