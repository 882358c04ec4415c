package stowage.host;

import java.util.List;
import java.util.Optional;
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

  List<KnownKey> named(Fingerprint fingerprint) {
    return all.stream().filter(k -> k.fingerprint().equals(fingerprint)).toList();
  }

  Optional<KnownKey> inUse(String pool) {
    return all.stream().filter(k -> k.inUse() && k.pool().equals(pool)).findFirst();
  }
}
