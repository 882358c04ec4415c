package stowage.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import stowage.exec.HostException;
import stowage.exec.Secret;
import stowage.host.Host;
import stowage.host.KeyFileName;
import stowage.pbs.KeyArchive;
import stowage.pbs.PbsException;
import stowage.schema.InvalidException;
import stowage.settings.HostEntry;
import stowage.settings.KeyRecord;

/** All keys of some hosts in one file for the safe. */
@Command(name = "export")
final class KeyExportCommand implements Callable<Integer> {
  private final Cli cli;

  @Option(names = "--output", paramLabel = "ARCHIVE")
  private @Nullable String output;

  @Option(names = "--directory", paramLabel = "DIR")
  private @Nullable String directory;

  @Option(names = "--paperkeys")
  private boolean papers;

  @Mixin private final Passphrases passphrases = new Passphrases();

  KeyExportCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws InvalidException {
    if ((output == null) == (directory == null) || (papers && directory == null)) {
      throw new InvalidException("output", "cli.key.archive-or-directory");
    }
    @Nullable LocalFile target = output == null ? null : LocalFile.of("output", output);
    if (target != null) {
      target.requireAbsent();
    }
    Session session = cli.session();
    List<HostEntry> hosts = session.hosts();
    List<KeyArchive.Entry> entries = new ArrayList<>();
    List<HostEntry> owners = new ArrayList<>();
    Exit worst = Exit.OK;
    try {
      for (HostEntry entry : hosts) {
        try (Host host = session.door().open(entry)) {
          for (KeyArchive.Entry key : host.keys().all(entry.name())) {
            entries.add(key);
            owners.add(entry);
          }
        } catch (InvalidException e) {
          session
              .output()
              .error(hosts.size() > 1 ? entry.name() : "", e.problems().getFirst().said());
          worst = worst.worse(Exit.FAILED);
        } catch (HostException e) {
          session.output().error(hosts.size() > 1 ? entry.name() : "", e.said());
          worst = worst.worse(Exit.of(e));
        }
      }
      if (entries.isEmpty()) {
        session.output().note(cli.words().say("cli.key.nothing-to-keep"));
        return worst.worse(Exit.FAILED).status;
      }
      List<String> names =
          target == null
              ? new KeyFiles(Objects.requireNonNull(directory), papers)
                  .write(entries, session.wishes().dryRun())
              : archived(target, entries, session.wishes().dryRun());
      tell(session, names);
      entries.forEach(entry -> entry.problem().ifPresent(session.output()::note));
      if (!session.wishes().dryRun()) {
        note(KeyDeeds.of(session), owners, entries);
      }
      return worst.status;
    } catch (PbsException e) {
      throw KeyInput.refused("output", e);
    } finally {
      entries.forEach(e -> e.content().close());
    }
  }

  private static void note(KeyDeeds deeds, List<HostEntry> owners, List<KeyArchive.Entry> entries) {
    for (int i = 0; i < entries.size(); i++) {
      KeyArchive.Entry entry = entries.get(i);
      String host = owners.get(i).name();
      KeyFileName.of(entry.name())
          .ifPresent(name ->
              deeds.note(
                  host,
                  name.pool(),
                  entry.content(),
                  KeyRecord.Deed.EXPORTED,
                  KeyRecord.Deed.VERIFIED));
    }
  }

  private List<String> archived(LocalFile target, List<KeyArchive.Entry> entries, boolean looks)
      throws InvalidException, PbsException {
    if (!looks) {
      try (Secret passphrase = passphrases.fresh(cli, target.path().toString())) {
        byte[] archive = KeyArchive.write(entries, passphrase);
        KeyArchive.read(archive, passphrase).close();
        target.create(archive);
      }
    }
    return entries.stream().map(KeyArchive.Entry::name).toList();
  }

  private void tell(Session session, List<String> names) {
    if (session.wishes().json()) {
      session.output().json(names);
    } else {
      names.forEach(session.output()::line);
    }
    if (directory != null && !session.wishes().dryRun()) {
      session.output().note(cli.words().say("cli.key.files-open", directory));
    }
  }
}
