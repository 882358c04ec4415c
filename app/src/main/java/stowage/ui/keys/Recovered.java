package stowage.ui.keys;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import stowage.config.StorageId;
import stowage.exec.Secret;
import stowage.host.ServerPool;
import stowage.host.Servers;
import stowage.paper.PrivateMaster;
import stowage.pbs.ClosedKey;
import stowage.pbs.Manifest.Judgement;
import stowage.pbs.MasterKey;
import stowage.pbs.server.SnapshotId;

/**
 * The key of a backup, opened with the private master key.
 *
 * @param judgement of the backup's list of files by this key
 */
record Recovered(SnapshotId backup, NewKey key, Judgement judgement) implements AutoCloseable {

  /**
   * Asks the server for the copy of the key first, and opens it here. Blocks.
   *
   * @param files of the private master key, or of its paper
   * @param passphrase empty for none; stays the caller's
   */
  static Recovered of(
      Servers servers, StorageId pool, SnapshotId backup, List<Path> files, Secret passphrase)
      throws Exception {
    ClosedKey copy;
    try (ServerPool at = servers.of(pool)) {
      copy = at.closedKey(backup);
    }
    try (Secret pem = PrivateMaster.pem(files)) {
      byte[] text = pem.reveal();
      try (MasterKey master = MasterKey.read(text, passphrase.isEmpty() ? null : passphrase);
          ClosedKey.Opened opened = copy.open(master)) {
        return new Recovered(backup, NewKey.of(opened.file()), opened.judgement());
      } finally {
        Arrays.fill(text, (byte) 0);
      }
    }
  }

  @Override
  public void close() {
    key.close();
  }
}
