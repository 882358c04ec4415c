package stowage.cli;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stowage.config.StorageId;
import stowage.schema.InvalidException;
import stowage.volume.ContentType;
import stowage.volume.Volume;

@Command(name = "list")
final class ListCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(index = "0", paramLabel = "<storage>")
  private String storage = "";

  @Option(names = "--content", paramLabel = "TYPE")
  private @Nullable String content;

  @Option(names = "--vmid", paramLabel = "VMID")
  private @Nullable String guest;

  ListCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws InvalidException {
    StorageId pool = Inputs.pool(storage);
    Set<ContentType> chosen = StatusCommand.contents(content);
    Set<ContentType> wanted = chosen.isEmpty() ? EnumSet.allOf(ContentType.class) : chosen;
    String owner = guest == null ? null : Integer.toString(Inputs.guest(guest));
    return cli.session()
        .ask(
            host -> host.volumes(pool, wanted).map(volumes -> owned(volumes, owner)),
            new Session.Form<>(VolumeTable::text, VolumeTable::json));
  }

  private static List<Volume> owned(List<Volume> volumes, @Nullable String owner) {
    return owner == null
        ? volumes
        : volumes.stream().filter(v -> Objects.equals(v.owner(), owner)).toList();
  }
}
