package stowage.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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

  @Option(names = "--output", paramLabel = "FILE")
  private @Nullable String output;

  @Mixin private final Passphrases passphrases = new Passphrases();

  KeyRestoreCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws InvalidException {
    long ways = Stream.of(all, pool != null, output != null).filter(chosen -> chosen).count();
    if (ways != 1 || (all && entry != null) || (output != null && entry == null)) {
      throw new InvalidException("pool", "cli.key.pool-or-all");
    }
    if (output != null) {
      return extracted(LocalFile.of("output", output), Objects.requireNonNull(entry));
    }
    @Nullable StorageId target = pool == null ? null : Inputs.pool(pool);
    Session session = cli.session();
    String host = session.host().name();
    try (KeyArchive opened = opened()) {
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

  private KeyArchive opened() throws InvalidException, PbsException {
    LocalFile file = LocalFile.of("archive", archive);
    byte[] bytes = file.read();
    try (Secret passphrase = passphrases.present(cli, file.path().toString())) {
      return KeyArchive.read(bytes, passphrase);
    }
  }

  /** One key as a file of this computer, for which no host is asked. */
  private int extracted(LocalFile target, String name) throws InvalidException {
    target.requireAbsent();
    try (KeyArchive opened = opened()) {
      Secret key = new ArchivedKeys(opened.entries(), "").named(name);
      if (!cli.dryRun) {
        target.create(key);
      }
      cli.session().output().line(target.path().toString());
      return Exit.OK.status;
    } catch (PbsException e) {
      throw KeyInput.refused("archive", e);
    }
  }
}
