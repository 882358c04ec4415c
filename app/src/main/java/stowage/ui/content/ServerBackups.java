package stowage.ui.content;

import java.util.function.Consumer;
import stowage.config.StorageId;
import stowage.host.Prune;
import stowage.host.ServerPool;
import stowage.host.ServerPruning;
import stowage.host.Servers;
import stowage.pbs.server.ServerException;
import stowage.pbs.server.SnapshotId;
import stowage.pbs.server.Task;
import stowage.type.Pruning;
import stowage.volume.Retention;
import stowage.volume.Volume;

/** The backups of a pool on a backup server, asked and changed there. Blocks. */
record ServerBackups(Servers servers, StorageId pool) {

  /** Something asked of the server, or done there. */
  @FunctionalInterface
  interface Work<T> {
    T on(ServerPool at) throws Exception;
  }

  <T> T ask(Work<T> work) throws Exception {
    try (ServerPool at = servers.of(pool)) {
      return work.on(at);
    }
  }

  /** What the server calls it; no other pool has names of this form. */
  static SnapshotId snapshot(Volume backup) {
    return ServerPool.named(backup.id())
        .orElseThrow(() -> new IllegalArgumentException("no backup of a server: " + backup.id()));
  }

  /** Asks the server what pruning would do. */
  Prune preview(Retention retention, Pruning.Scope scope) throws Exception {
    return ask(at -> ServerPruning.of(at, retention, scope).preview());
  }

  /**
   * Reads a backup again and waits for the end.
   *
   * @param log takes the lines of the server's own log
   * @return whether all of it is as it should be
   */
  static boolean verify(ServerPool at, SnapshotId backup, Consumer<String> log)
      throws ServerException {
    Task.State end = at.server().tasks().follow(at.server().verify(at.space(), backup), log);
    return end.kind() == Task.Kind.OK;
  }
}
