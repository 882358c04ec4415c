package stowage.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import stowage.config.StorageId;
import stowage.host.Backups;
import stowage.host.ServerPool;
import stowage.message.Message;
import stowage.pbs.server.ServerTasks;
import stowage.pbs.server.SnapshotId;
import stowage.schema.InvalidException;
import stowage.schema.Kind;
import stowage.schema.Problem;
import stowage.schema.Values;
import stowage.type.Attributes;
import stowage.volume.Volume;
import stowage.volume.VolumeId;

/** What goes with a backup; {@code pvesm} has no such command. */
@Command(name = "backup")
final class BackupCommand implements Runnable {
  private static final String VOLUME = "<volume>";
  private final Cli cli;

  @Option(names = "--direct", scope = ScopeType.INHERIT)
  private boolean direct;

  private BackupCommand(Cli cli) {
    this.cli = cli;
  }

  static CommandLine line(Cli cli) {
    BackupCommand made = new BackupCommand(cli);
    return new CommandLine(made).addSubcommand(ServerPruneCommand.line(cli, () -> made.direct));
  }

  @Override
  public void run() {
    Optional.ofNullable(cli.line().getSubcommands().get("backup"))
        .ifPresent(line -> line.usage(cli.out()));
  }

  @Command(name = "notes")
  int notes(
      @Parameters(paramLabel = VOLUME) String volume,
      @Parameters(paramLabel = "<text>", arity = "0..1") @Nullable String text)
      throws InvalidException {
    VolumeId id = Inputs.volume(volume);
    Optional<SnapshotId> backup = ServerPool.named(id);
    if (backup.isPresent()) {
      return new ServerBackups(cli.session(), id.storage(), direct).notes(backup.get(), text);
    }
    if (text != null) {
      return new Changes(cli.session()).apply(host -> host.backups().planNotes(id, text, null), "");
    }
    return cli.session()
        .ask(
            host -> host.backups().describe(id),
            new Session.Form<>(
                d -> d.notes().stripTrailing().lines().toList(), BackupCommand::json));
  }

  @Command(name = "protect")
  int protect(@Parameters(paramLabel = VOLUME) String volume) throws InvalidException {
    return protect(volume, true);
  }

  @Command(name = "unprotect")
  int unprotect(@Parameters(paramLabel = VOLUME) String volume) throws InvalidException {
    return protect(volume, false);
  }

  private int protect(String volume, boolean on) throws InvalidException {
    VolumeId id = Inputs.volume(volume);
    Optional<SnapshotId> backup = ServerPool.named(id);
    if (backup.isPresent()) {
      return new ServerBackups(cli.session(), id.storage(), direct).protect(backup.get(), on);
    }
    return new Changes(cli.session()).apply(host -> host.backups().planProtect(id, on), "");
  }

  @Command(name = "log")
  int log(@Parameters(paramLabel = VOLUME) String volume) throws InvalidException {
    VolumeId id = Inputs.volume(volume);
    Session session = cli.session();
    return session.ask(
        host -> host.backups().log(id),
        new Session.Form<>(
            log -> {
              if (log.cut()) {
                session.output().note(cli.words().say("cli.log-cut"));
              }
              return log.text().stripTrailing().lines().toList();
            },
            log -> json(id, log)));
  }

  @Command(name = "list")
  int list(@Parameters(paramLabel = "<storage>") String storage) throws InvalidException {
    return new ServerBackups(cli.session(), Inputs.pool(storage), direct).list();
  }

  @Command(name = "keys")
  int keys(
      @Parameters(paramLabel = "<storage>") String storage,
      @Option(names = "--prove", paramLabel = "SNAPSHOT") @Nullable String snapshot,
      @Option(names = "--prove-all") boolean all)
      throws InvalidException {
    if (all && snapshot != null) {
      throw new InvalidException("prove-all", "cli.prove-either");
    }
    StorageId pool = Inputs.pool(storage);
    ServerKeys keys = new ServerKeys(cli.session(), pool, direct);
    return snapshot == null ? keys.list(all) : keys.prove(ServerKeys.snapshot(pool, snapshot));
  }

  @Command(name = "forget")
  int forget(@Parameters(paramLabel = VOLUME) String volume) throws InvalidException {
    return on(volume).forget(backup(volume));
  }

  @Command(name = "verify")
  int verify(@Parameters(paramLabel = VOLUME) String volume) throws InvalidException {
    return on(volume).verify(backup(volume));
  }

  @Command(name = "tasks")
  int tasks(
      @Parameters(paramLabel = "<storage>") String storage,
      @Option(names = "--running") boolean running,
      @Option(names = "--failed") boolean failed,
      @Option(names = "--limit", paramLabel = "N", defaultValue = "50") String limit)
      throws InvalidException {
    if (running && failed) {
      throw new InvalidException("failed", "cli.tasks-either");
    }
    ServerTasks.Which which =
        running
            ? ServerTasks.Which.RUNNING
            : failed ? ServerTasks.Which.FAILED : ServerTasks.Which.ALL;
    Optional<Message> problem = Values.problem(new Kind.Whole(1, 10_000), limit);
    if (problem.isPresent()) {
      throw new InvalidException(List.of(new Problem("limit", problem.get())));
    }
    return serverTasks(storage).list(which, Integer.parseInt(limit));
  }

  @Command(name = "task-log")
  int taskLog(
      @Parameters(paramLabel = "<storage>") String storage,
      @Parameters(paramLabel = "<task>") String task)
      throws InvalidException {
    return serverTasks(storage).log(task);
  }

  private ServerTaskRows serverTasks(String storage) throws InvalidException {
    return new ServerTaskRows(cli.session(), Inputs.pool(storage), direct);
  }

  private ServerBackups on(String volume) throws InvalidException {
    return new ServerBackups(cli.session(), Inputs.volume(volume).storage(), direct);
  }

  private static SnapshotId backup(String volume) throws InvalidException {
    return ServerPool.named(Inputs.volume(volume))
        .orElseThrow(() -> new InvalidException("volume", "problem.not-on-a-server", volume));
  }

  private static Map<String, Object> json(VolumeId id, Attributes.Log log) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("volid", id.toString());
    row.put("log", log.text());
    row.put("cut", log.cut());
    return row;
  }

  /** As the API of Proxmox VE tells of one volume. */
  private static Map<String, Object> json(Backups.Described backup) {
    Volume volume = backup.volume();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("path", backup.path());
    row.put("size", volume.space().size());
    if (volume.space().used() != null) {
      row.put("used", volume.space().used());
    }
    row.put("format", volume.format());
    row.put("notes", backup.notes());
    if (volume.extra().isProtected()) {
      row.put("protected", 1);
    }
    return row;
  }
}
