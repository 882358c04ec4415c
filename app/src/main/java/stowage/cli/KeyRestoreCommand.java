package stowage.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stowage.config.StorageId;
import stowage.exec.Secret;
import stowage.pbs.KeyArchive;
import stowage.pbs.KeyFile;
import stowage.pbs.PbsException;
import stowage.schema.InvalidException;

/** A key out of an archive back to the pool that it belongs to, or to another one. */
@Command(name = "restore")
final class KeyRestoreCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(index = "0", paramLabel = "<archive>")
  private String archive = "";

  @Option(names = "--pool", paramLabel = "STORAGE", required = true)
  private String pool = "";

  @Option(names = "--entry", paramLabel = "NAME")
  private @Nullable String entry;

  @Mixin private final Passphrases passphrases = new Passphrases();

  KeyRestoreCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws InvalidException {
    StorageId target = Inputs.pool(pool);
    Session session = cli.session();
    String host = session.host().name();
    LocalFile file = LocalFile.of("archive", archive);
    byte[] bytes = file.read();
    try (Secret passphrase = passphrases.present(cli, file.path().toString());
        KeyArchive opened = KeyArchive.read(bytes, passphrase)) {
      Secret key = chosen(opened.entries(), host, target).content();
      return new Changes(session)
          .apply(h -> h.keys().planReplace(target, key), "cli.key.set", target.text());
    } catch (PbsException e) {
      throw KeyInput.refused("archive", e);
    }
  }

  private KeyArchive.Entry chosen(List<KeyArchive.Entry> all, String host, StorageId target)
      throws InvalidException, PbsException {
    @Nullable String wanted = entry;
    if (wanted != null) {
      return all.stream()
          .filter(e -> e.name().equals(wanted))
          .findFirst()
          .orElseThrow(() -> new InvalidException("entry", "cli.key.no-entry", wanted, names(all)));
    }
    String file = "/" + target.text() + ".enc";
    List<KeyArchive.Entry> own =
        all.stream().filter(e -> e.name().equals(KeyExportCommand.folder(host) + file)).toList();
    List<KeyArchive.Entry> fitting =
        own.isEmpty() ? all.stream().filter(e -> e.name().endsWith(file)).toList() : own;
    // The nodes of a cluster have the same key each.
    Map<String, KeyArchive.Entry> different = new LinkedHashMap<>();
    for (KeyArchive.Entry each : fitting) {
      different.putIfAbsent(fingerprint(each), each);
    }
    if (different.size() != 1) {
      String key = different.isEmpty() ? "cli.key.no-entry" : "cli.key.several-entries";
      throw new InvalidException(
          "entry", key, target.text(), names(different.isEmpty() ? all : fitting));
    }
    return different.values().iterator().next();
  }

  private static String fingerprint(KeyArchive.Entry entry) throws PbsException {
    byte[] bytes = entry.content().reveal();
    try (KeyFile file = KeyFile.read(bytes)) {
      return file.fingerprint().map(f -> f.text()).orElse(entry.name());
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static String names(List<KeyArchive.Entry> entries) {
    return entries.stream().map(KeyArchive.Entry::name).collect(Collectors.joining(", "));
  }
}
