package stowage.host;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageId;
import stowage.exec.Secret;
import stowage.message.Message;
import stowage.pbs.Fingerprint;
import stowage.pbs.KeyArchive.Entry;
import stowage.pbs.PbsException;
import stowage.schema.InvalidException;
import stowage.schema.Problem;
import stowage.schema.Properties;

/**
 * What of an archive goes back to the pools of a host, and where to. A key that is in use stays in
 * use: another one from the archive is put beside it, where keys lie that were in use before.
 */
final class KeyReturn {
  private final ArchivedKeys archived;
  private final Set<String> taken = new HashSet<>();
  private final List<Back> backs = new ArrayList<>();
  private final List<Message> findings = new ArrayList<>();
  private @Nullable Message damage;

  /**
   * What one pool gets.
   *
   * @param used from now on, by property key
   * @param beside content by path
   */
  record Back(StorageId pool, Map<String, Secret> used, Map<String, Secret> beside) {}

  private KeyReturn(ArchivedKeys archived, Keys.Overview there) {
    this.archived = archived;
    for (Keys.PoolKeys pool : there.pools()) {
      lying(pool).map(Keys.Lying::path).forEach(taken::add);
    }
    there.left().stream().map(Keys.Lying::path).forEach(taken::add);
  }

  /** A single key, for those backups of a pool that were made with it. */
  static KeyReturn beside(StorageId pool, Secret text, Keys.Overview there)
      throws InvalidException {
    Entry entry = new Entry(pool.text() + "/" + pool.text() + ".enc.old", text);
    ArchivedKeys one = new ArchivedKeys(List.of(entry), pool.text());
    KeyReturn back = new KeyReturn(one, there);
    ArchivedKeys.Known key;
    try {
      key = one.look(entry);
    } catch (PbsException e) {
      throw new InvalidException(List.of(new Problem("encryption-key", e.said())));
    }
    for (Keys.PoolKeys found : there.pools()) {
      if (found.pool().equals(pool)) {
        back.addBeside(found, entry, key);
      }
    }
    return back;
  }

  private void addBeside(Keys.PoolKeys pool, Entry entry, ArchivedKeys.Known key)
      throws InvalidException {
    for (Keys.Lying each : lying(pool).toList()) {
      Fingerprint own = each.fingerprint();
      if (own != null && own.text().equals(key.identity())) {
        throw new InvalidException("storage", "keys.there-already", each.path());
      }
    }
    Back back = new Back(pool.pool(), new LinkedHashMap<>(), new LinkedHashMap<>());
    String path = putBeside(pool, entry, key, back);
    findings.add(Message.of("finding.recovered-beside", key.identity(), path));
    backs.add(back);
  }

  static KeyReturn of(ArchivedKeys archived, Keys.Overview there) throws InvalidException {
    KeyReturn back = new KeyReturn(archived, there);
    for (Keys.PoolKeys pool : there.pools()) {
      back.add(pool);
    }
    if (back.backs.isEmpty()) {
      throw new InvalidException(
          List.of(
              back.damage != null
                  ? new Problem("archive", back.damage)
                  : Problem.of("archive", "keys.nothing-to-restore", archived.host())));
    }
    return back;
  }

  /** Each for a pool of its own. */
  List<Back> backs() {
    return List.copyOf(backs);
  }

  List<Message> findings() {
    return List.copyOf(findings);
  }

  private static Stream<Keys.Lying> lying(Keys.PoolKeys pool) {
    return Stream.concat(Stream.ofNullable(pool.key()), pool.old().stream());
  }

  private void add(Keys.PoolKeys pool) throws InvalidException {
    Back back = new Back(pool.pool(), new LinkedHashMap<>(), new LinkedHashMap<>());
    Set<String> known = new HashSet<>();
    lying(pool)
        .flatMap(key -> Stream.ofNullable(key.fingerprint()))
        .map(Fingerprint::text)
        .forEach(known::add);
    if (pool.key() == null) {
      use(archived.inUse(pool.pool()), known, back);
    }
    for (Entry entry : archived.all(pool.pool())) {
      ArchivedKeys.@Nullable Known key = readable(entry);
      if (key != null && known.add(key.identity())) {
        String path = putBeside(pool, entry, key, back);
        findings.add(Message.of("finding.key-beside", entry.name(), path));
      }
    }
    master(pool, back);
    if (!back.used().isEmpty() || !back.beside().isEmpty()) {
      backs.add(back);
    }
  }

  /** Of the keys that the pool had in use elsewhere there must be but one. */
  private void use(List<Entry> entries, Set<String> known, Back back) throws InvalidException {
    Map<String, Entry> different = new LinkedHashMap<>();
    for (Entry entry : entries) {
      ArchivedKeys.@Nullable Known key = readable(entry);
      // Backup jobs have nobody to ask for a passphrase.
      if (key != null && !key.locked()) {
        different.putIfAbsent(key.identity(), entry);
      }
    }
    if (different.size() > 1) {
      throw archived.several(back.pool(), entries);
    }
    different.forEach((identity, entry) -> {
      known.add(identity);
      back.used().put(Properties.ENCRYPTION_KEY.key(), entry.content());
    });
  }

  /** The path that it gets. */
  private String putBeside(Keys.PoolKeys pool, Entry entry, ArchivedKeys.Known key, Back back) {
    String old = KeyInventory.DIRECTORY + "/" + pool.pool().text() + ".enc.old";
    String path = taken.contains(old) ? KeptKeys.free(old, key.identity(), taken) : old;
    taken.add(path);
    back.beside().put(path, entry.content());
    return path;
  }

  private void master(Keys.PoolKeys pool, Back back) {
    boolean encrypts = pool.key() != null || !back.used().isEmpty();
    for (Entry entry : archived.masters(pool.pool())) {
      if (pool.master() != null) {
        if (!archived.isSame(entry, pool.master().key())) {
          findings.add(Message.of("finding.master-stays", pool.pool().text(), entry.name()));
        }
      } else if (encrypts) {
        back.used().putIfAbsent(Properties.MASTER_PUBKEY.key(), entry.content());
      }
    }
  }

  private ArchivedKeys.@Nullable Known readable(Entry entry) {
    try {
      return archived.look(entry);
    } catch (PbsException e) {
      Message said = Message.of("finding.entry-damaged", entry.name(), e.said());
      if (!findings.contains(said)) {
        findings.add(said);
      }
      damage = e.said();
      return null;
    }
  }
}
