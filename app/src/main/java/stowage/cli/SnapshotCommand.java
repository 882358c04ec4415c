package stowage.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stowage.schema.InvalidException;
import stowage.type.Snapshot;
import stowage.volume.VolumeId;

/** Snapshots of a volume; {@code pvesm} has no such command. */
@Command(name = "snapshot")
final class SnapshotCommand implements Runnable {
  private static final String VOLUME = "<volume>";
  private static final String NAME = "<name>";
  private final Cli cli;

  SnapshotCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public void run() {
    Optional.ofNullable(cli.line().getSubcommands().get("snapshot"))
        .ifPresent(line -> line.usage(cli.out()));
  }

  @Command(name = "list")
  int list(@Parameters(paramLabel = VOLUME) String volume) throws InvalidException {
    VolumeId id = Inputs.volume(volume);
    return cli.session()
        .ask(
            host -> host.snapshots(id),
            new Session.Form<>(
                snapshots -> snapshots.stream().map(SnapshotCommand::line).toList(),
                snapshots -> snapshots.stream().map(SnapshotCommand::json).toList()));
  }

  @Command(name = "create")
  int create(
      @Parameters(paramLabel = VOLUME) String volume, @Parameters(paramLabel = NAME) String name)
      throws InvalidException {
    VolumeId id = Inputs.volume(volume);
    return new Changes(cli.session()).apply(host -> host.planSnapshot(id, name), "");
  }

  @Command(name = "rollback")
  int rollback(
      @Parameters(paramLabel = VOLUME) String volume,
      @Parameters(paramLabel = NAME) String name,
      @Option(names = "--force") boolean force)
      throws InvalidException {
    VolumeId id = Inputs.volume(volume);
    return new Changes(cli.session())
        .apply(host -> host.planRollback(id, name, Inputs.inUse(force)), "");
  }

  @Command(name = "delete")
  int delete(
      @Parameters(paramLabel = VOLUME) String volume, @Parameters(paramLabel = NAME) String name)
      throws InvalidException {
    VolumeId id = Inputs.volume(volume);
    return new Changes(cli.session()).apply(host -> host.planDeleteSnapshot(id, name), "");
  }

  private static String line(Snapshot snapshot) {
    return snapshot.created() == null
        ? snapshot.name()
        : snapshot.name() + " " + snapshot.created();
  }

  private static Map<String, Object> json(Snapshot snapshot) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", snapshot.name());
    if (snapshot.created() != null) {
      row.put("ctime", snapshot.created().getEpochSecond());
    }
    row.put("blockers", snapshot.blockers());
    return row;
  }
}
