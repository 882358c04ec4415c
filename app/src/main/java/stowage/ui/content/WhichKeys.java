package stowage.ui.content;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import stowage.config.StorageId;
import stowage.exec.HostException;
import stowage.host.BackupKeys;
import stowage.host.Host;
import stowage.host.KeyTrial;
import stowage.host.KnownKey;
import stowage.host.KnownKeys;
import stowage.host.Opening;
import stowage.message.Message;
import stowage.pbs.EncryptionKey;
import stowage.pbs.PbsException;

/**
 * Which key opens which backup of a pool, among the keys of all connected hosts. Blocks.
 *
 * @param host that the pool is seen through
 * @param hosts all that are connected, by their names
 */
record WhichKeys(Host host, StorageId pool, ServerBackups server, Map<String, Host> hosts) {

  /**
   * What was found.
   *
   * @param unasked hosts whose keys are not known, with the reason
   */
  record Found(KnownKeys known, List<Opening> openings, Map<String, Message> unasked) {}

  /** By the names of keys that the server tells. */
  Found look() throws Exception {
    KnownKeys known = host.backupKeys().known();
    Map<String, Message> unasked = new HashMap<>();
    for (Map.Entry<String, Host> other : hosts.entrySet()) {
      if (!other.getValue().name().equals(host.name())) {
        try {
          known = known.and(other.getValue().backupKeys().known());
        } catch (HostException e) {
          unasked.put(other.getKey(), e.said());
          known = known.incomplete();
        }
      }
    }
    KnownKeys all = known;
    return new Found(all, server.ask(at -> host.backupKeys().list(at, pool, all)), unasked);
  }

  /** Tries the keys, one backup after the other, until the thread is interrupted. */
  List<BackupKeys.Tried> prove(
      KnownKeys known, List<Opening> wanted, Consumer<BackupKeys.Tried> told) throws Exception {
    return server.ask(at -> {
      List<BackupKeys.Tried> done = new ArrayList<>();
      try (KeyTrial trial = host.backupKeys().trial(at, pool, known, this::open)) {
        for (Opening opening : wanted) {
          if (Thread.currentThread().isInterrupted()) {
            break;
          }
          BackupKeys.Tried tried = trial.of(opening);
          done.add(tried);
          told.accept(tried);
        }
      }
      return done;
    });
  }

  private EncryptionKey open(KnownKey key) throws HostException, PbsException {
    Host owner =
        hosts.values().stream()
            .filter(each -> each.name().equals(key.host()))
            .findFirst()
            .orElse(host);
    return owner.backupKeys().open(key);
  }
}
