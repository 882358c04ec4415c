package stowage.cli;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageId;
import stowage.exec.HostException;
import stowage.exec.Secret;
import stowage.host.Host;
import stowage.pbs.PbsException;
import stowage.schema.InvalidException;
import stowage.settings.KeyRecord;

/**
 * Where a key is: a file of this computer, or a pool of a host.
 *
 * @param file null for a pool
 */
record KeySource(Cli cli, @Nullable LocalFile file, @Nullable StorageId pool) {

  /** Something to do with a key; the bytes are wiped afterwards. */
  @FunctionalInterface
  interface Use {
    Exit does(String name, byte[] key) throws InvalidException, PbsException;
  }

  static KeySource of(Cli cli, @Nullable String file, @Nullable String pool)
      throws InvalidException {
    KeyInput.requireOne(file, pool);
    return new KeySource(
        cli,
        file == null ? null : LocalFile.of("file", file),
        pool == null ? null : Inputs.pool(pool));
  }

  int with(Use use) throws InvalidException {
    if (file != null) {
      return used(use, file.path().toString(), file.read());
    }
    Session session = cli.session();
    StorageId wanted = Objects.requireNonNull(pool);
    try (Host host = session.door().open(session.host());
        Secret text = host.keys().text(wanted)) {
      return used(use, wanted.text(), text.reveal());
    } catch (HostException e) {
      session.output().error("", e.said());
      return Exit.of(e).status;
    }
  }

  /** Remembers it of the pool's key; a file of this computer belongs to no pool. */
  void note(byte[] key, KeyRecord.Deed deed) throws InvalidException {
    if (pool != null && !cli.dryRun) {
      Session session = cli.session();
      KeyDeeds.of(session).note(session.host().name(), pool.text(), key, deed);
    }
  }

  private static int used(Use use, String name, byte[] key) throws InvalidException {
    try {
      return use.does(name, key).status;
    } catch (PbsException e) {
      throw KeyInput.refused("file", e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }
}
