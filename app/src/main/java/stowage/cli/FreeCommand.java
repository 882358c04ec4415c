package stowage.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stowage.schema.InvalidException;
import stowage.volume.VolumeId;

@Command(name = "free")
final class FreeCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(index = "0", paramLabel = "<volume>")
  private String volume = "";

  @Option(names = "--storage", paramLabel = "STORAGE")
  private @Nullable String storage;

  @Option(names = "--force")
  private boolean force;

  FreeCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws InvalidException {
    VolumeId id = Inputs.volume(volume, storage);
    return new Changes(cli.session())
        .apply(host -> host.planFree(id, Inputs.inUse(force)), "cli.removed", id.toString());
  }
}
