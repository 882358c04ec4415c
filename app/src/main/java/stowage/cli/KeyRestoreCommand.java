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
import stowage.exec.HostException;
import stowage.exec.Reading;
import stowage.exec.Secret;
import stowage.host.Keys;
import stowage.pbs.KeyArchive;
import stowage.pbs.KeyFile;
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
      if (target == null) {
        return changes.apply(
            h -> h.keys().planReplace(missing(h.keys(), host, opened.entries())),
            "cli.key.all-set");
      }
      Secret key = chosen(opened.entries(), host, target).content();
      return changes.apply(
          h -> h.keys().planReplace(target, key), "cli.key.set", target.text());
    } catch (PbsException e) {
      throw KeyInput.refused("archive", e);
    }
  }

  /** For each pool of the host the key that the archive has for it, unless it is there already. */
  private Map<StorageId, Secret> missing(
      Keys keys, String host, List<KeyArchive.Entry> entries)
      throws HostException, InvalidException {
    Keys.Overview overview =
        switch (keys.list()) {
          case Reading.Known<Keys.Overview>(var known) -> known;
          case Reading.Failed<Keys.Overview>(var reason) ->
              throw new HostException.NoAnswer(reason);
        };
    Map<StorageId, Secret> missing = new LinkedHashMap<>();
    for (Keys.PoolKeys there : overview.pools()) {
      String file = "/" + there.pool().text() + ".enc";
      if (entries.stream().anyMatch(e -> e.name().endsWith(file))) {
        try {
          KeyArchive.Entry found = chosen(entries, host, there.pool());
          if (!isThere(there.key(), found)) {
            missing.put(there.pool(), found.content());
          }
        } catch (PbsException e) {
          throw KeyInput.refused("archive", e);
        }
      }
    }
    if (missing.isEmpty()) {
      throw new InvalidException("archive", "cli.key.nothing-to-restore", host);
    }
    return missing;
  }

  private static boolean isThere(Keys.@Nullable Lying key, KeyArchive.Entry found)
      throws PbsException {
    return key != null
        && key.fingerprint() != null
        && key.fingerprint().text().equals(fingerprint(found));
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
