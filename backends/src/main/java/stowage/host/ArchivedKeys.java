package stowage.host;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageId;
import stowage.exec.Secret;
import stowage.pbs.KeyArchive;
import stowage.pbs.KeyFile;
import stowage.pbs.PbsException;
import stowage.schema.InvalidException;
import stowage.schema.Problem;

/**
 * Which key of an archive belongs to which pool of a host.
 *
 * @param host as the user calls it now, and mostly called it when the archive was made
 */
public record ArchivedKeys(List<KeyArchive.Entry> entries, String host) {
  public ArchivedKeys {
    entries = List.copyOf(entries);
  }

  /** The one of this name; it stays the archive's. */
  public Secret named(String name) throws InvalidException {
    return entries.stream()
        .filter(e -> e.name().equals(name))
        .findFirst()
        .map(KeyArchive.Entry::content)
        .orElseThrow(() -> new InvalidException("entry", "keys.no-entry", name, names(entries)));
  }

  /** That of this pool on this host, or else on another one; it stays the archive's. */
  public Secret of(StorageId pool) throws InvalidException, PbsException {
    String file = file(pool);
    List<KeyArchive.Entry> own =
        entries.stream().filter(e -> e.name().equals(KeyArchive.folder(host) + file)).toList();
    List<KeyArchive.Entry> fitting =
        own.isEmpty() ? entries.stream().filter(e -> e.name().endsWith(file)).toList() : own;
    // The nodes of a cluster have the same key each.
    Map<String, KeyArchive.Entry> different = new LinkedHashMap<>();
    for (KeyArchive.Entry each : fitting) {
      different.putIfAbsent(fingerprint(each.content(), each.name()), each);
    }
    if (different.size() != 1) {
      String key = different.isEmpty() ? "keys.no-entry" : "keys.several-entries";
      throw new InvalidException(
          "entry", key, pool.text(), names(different.isEmpty() ? entries : fitting));
    }
    return different.values().iterator().next().content();
  }

  /** For each pool that the archive has a key for that key, unless it is in use there already. */
  Map<StorageId, Secret> missing(Keys.Overview there) throws InvalidException {
    Map<StorageId, Secret> missing = new LinkedHashMap<>();
    for (Keys.PoolKeys pool : there.pools()) {
      if (entries.stream().anyMatch(e -> e.name().endsWith(file(pool.pool())))) {
        try {
          Secret key = of(pool.pool());
          if (!isThere(pool.key(), key)) {
            missing.put(pool.pool(), key);
          }
        } catch (PbsException e) {
          throw new InvalidException(List.of(new Problem("archive", e.said())));
        }
      }
    }
    if (missing.isEmpty()) {
      throw new InvalidException("archive", "keys.nothing-to-restore", host);
    }
    return missing;
  }

  private static String file(StorageId pool) {
    return "/" + pool.text() + ".enc";
  }

  private static boolean isThere(Keys.@Nullable Lying key, Secret found) throws PbsException {
    return key != null
        && key.fingerprint() != null
        && key.fingerprint().text().equals(fingerprint(found, ""));
  }

  private static String fingerprint(Secret key, String unnamed) throws PbsException {
    byte[] bytes = key.reveal();
    try (KeyFile file = KeyFile.read(bytes)) {
      return file.fingerprint().map(f -> f.text()).orElse(unnamed);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static String names(List<KeyArchive.Entry> entries) {
    return entries.stream().map(KeyArchive.Entry::name).collect(Collectors.joining(", "));
  }
}
