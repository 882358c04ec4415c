package stowage.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stowage.host.ServerPool;
import stowage.pbs.server.SnapshotId;
import stowage.schema.InvalidException;
import stowage.volume.VolumeId;

@Command(name = "free")
final class FreeCommand implements Callable<Integer> {
  private static final int LONGEST_DELAY = 30;

  private final Cli cli;

  @Parameters(index = "0", paramLabel = "<volume>")
  private String volume = "";

  @Option(names = "--storage", paramLabel = "STORAGE")
  private @Nullable String storage;

  // A task of the service that runs on afterwards; here it always runs to its end.
  @Option(names = "--delay", paramLabel = "SECONDS")
  private int delay = 1;

  @Option(names = "--force")
  private boolean force;

  FreeCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws InvalidException {
    VolumeId id = Inputs.volume(volume, storage);
    if (delay < 1 || delay > LONGEST_DELAY) {
      throw new InvalidException("delay", "cli.delay", delay, LONGEST_DELAY);
    }
    Optional<SnapshotId> backup = ServerPool.named(id);
    if (backup.isPresent()) {
      return new ServerBackups(cli.session(), id.storage(), false).free(backup.get());
    }
    return Changes.bare(cli.session())
        .apply(host -> host.planFree(id, Inputs.inUse(force)), "cli.removed", id.toString());
  }
}
