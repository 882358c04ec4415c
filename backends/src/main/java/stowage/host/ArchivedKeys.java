package stowage.host;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageId;
import stowage.exec.Secret;
import stowage.pbs.Fingerprint;
import stowage.pbs.KeyArchive;
import stowage.pbs.KeyFile;
import stowage.pbs.MasterPublicKey;
import stowage.pbs.PbsException;
import stowage.schema.InvalidException;

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
    List<KeyArchive.Entry> fitting = inUse(pool);
    // The nodes of a cluster have the same key each.
    Map<String, KeyArchive.Entry> different = new LinkedHashMap<>();
    for (KeyArchive.Entry each : fitting) {
      different.putIfAbsent(look(each).identity(), each);
    }
    if (different.isEmpty()) {
      throw new InvalidException("entry", "keys.no-entry", pool.text(), names(entries));
    }
    if (different.size() > 1) {
      throw several(pool, fitting);
    }
    return different.values().iterator().next().content();
  }

  InvalidException several(StorageId pool, List<KeyArchive.Entry> fitting) {
    return new InvalidException("entry", "keys.several-entries", pool.text(), names(fitting));
  }

  /**
   * What a key file says of itself.
   *
   * @param identity its fingerprint, or else the name of its entry
   */
  record Known(String identity, boolean locked) {}

  Known look(KeyArchive.Entry entry) throws PbsException {
    byte[] bytes = entry.content().reveal();
    try (KeyFile file = KeyFile.read(bytes)) {
      String identity = file.identity().map(Fingerprint::text).orElse(entry.name());
      return new Known(identity, file.needsPassphrase());
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /** Keys that this pool used, by preference on this host. */
  List<KeyArchive.Entry> inUse(StorageId pool) {
    return ofPool(name -> name.endsWith("/" + pool.text() + ".enc"));
  }

  /** The same, and those that it used before. */
  List<KeyArchive.Entry> all(StorageId pool) {
    return ofPool(name ->
        name.indexOf('/') >= 0
            && KeyFileName.of(name).filter(n -> n.pool().equals(pool.text())).isPresent());
  }

  /** Public halves of its master key. */
  List<KeyArchive.Entry> masters(StorageId pool) {
    return ofPool(name -> name.endsWith("/" + pool.text() + KeyFileName.MASTER));
  }

  private List<KeyArchive.Entry> ofPool(Predicate<String> isOfPool) {
    List<KeyArchive.Entry> anywhere =
        entries.stream().filter(e -> isOfPool.test(e.name())).toList();
    String folder = KeyArchive.folder(host) + "/";
    List<KeyArchive.Entry> own =
        anywhere.stream().filter(e -> e.name().startsWith(folder)).toList();
    return own.isEmpty() ? anywhere : own;
  }

  boolean isSame(KeyArchive.Entry entry, @Nullable MasterPublicKey master) {
    byte[] pem = entry.content().reveal();
    try {
      return master != null && MasterPublicKey.read(pem).equals(master);
    } catch (PbsException _) {
      return false;
    }
  }

  private static String names(List<KeyArchive.Entry> entries) {
    return entries.stream().map(KeyArchive.Entry::name).collect(Collectors.joining(", "));
  }
}
