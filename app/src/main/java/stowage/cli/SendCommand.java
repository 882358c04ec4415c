package stowage.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stowage.config.StorageId;
import stowage.host.Host;
import stowage.host.HostCopy;
import stowage.schema.InvalidException;
import stowage.settings.HostEntry;
import stowage.volume.VolumeId;

/** Copies a volume to another host, through this computer. */
@Command(name = "send")
final class SendCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(index = "0", paramLabel = "<volume>")
  private String volume = "";

  @Parameters(index = "1", paramLabel = "<storage>")
  private String storage = "";

  @Option(names = "--to", paramLabel = "HOST", required = true)
  private String target = "";

  @Option(names = "--vmid", paramLabel = "ID")
  private @Nullable String guest;

  @Option(names = "--snapshot", paramLabel = "NAME")
  private @Nullable String snapshot;

  SendCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws InvalidException {
    VolumeId id = Inputs.volume(volume);
    StorageId pool = Inputs.pool(storage);
    HostCopy.Order order =
        new HostCopy.Order(id, pool, guest == null ? null : Inputs.guest(guest), snapshot);
    Session session = cli.session();
    HostEntry other = session.host(target);
    session.host();
    return new Changes(session)
        .apply(
            from -> {
              try (Host to = session.door().open(other)) {
                return new HostCopy(from, to).plan(order).receiving();
              }
            },
            "cli.sent",
            id.toString(),
            (from, _) -> {
              try (Host to = session.door().open(other)) {
                HostCopy copy = new HostCopy(from, to);
                HostCopy.Planned planned = copy.plan(order);
                return new Host.Applied(
                    planned.receiving(), copy.run(planned, Jobs.newId(), _ -> {}));
              }
            });
  }
}
