package stowage.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stowage.config.StorageId;
import stowage.exec.Secret;
import stowage.host.ArchivedKeys;
import stowage.pbs.KeyArchive;
import stowage.pbs.PbsException;
import stowage.schema.InvalidException;

/** Keys out of an archive back to the pools that they belong to, or one of them to another. */
@Command(name = "restore")
final class KeyRestoreCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(index = "0", paramLabel = "<archive>")
  private String archive = "";

  @Option(names = "--pool", paramLabel = "STORAGE")
  private @Nullable String pool;

  @Option(names = "--all")
  private boolean all;

  @Option(names = "--entry", paramLabel = "NAME")
  private @Nullable String entry;

  @Mixin private final Passphrases passphrases = new Passphrases();

  KeyRestoreCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws InvalidException {
    if (all == (pool != null) || (all && entry != null)) {
      throw new InvalidException("pool", "cli.key.pool-or-all");
    }
    @Nullable StorageId target = pool == null ? null : Inputs.pool(pool);
    Session session = cli.session();
    String host = session.host().name();
    LocalFile file = LocalFile.of("archive", archive);
    byte[] bytes = file.read();
    try (Secret passphrase = passphrases.present(cli, file.path().toString());
        KeyArchive opened = KeyArchive.read(bytes, passphrase)) {
      Changes changes = new Changes(session);
      ArchivedKeys keys = new ArchivedKeys(opened.entries(), host);
      if (target == null) {
        return changes.apply(h -> h.keys().planRestore(keys), "cli.key.all-set");
      }
      Secret key = entry == null ? keys.of(target) : keys.named(entry);
      return changes.apply(h -> h.keys().planReplace(target, key), "cli.key.set", target.text());
    } catch (PbsException e) {
      throw KeyInput.refused("archive", e);
    }
  }
}
