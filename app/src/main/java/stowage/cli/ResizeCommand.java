package stowage.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import stowage.schema.InvalidException;
import stowage.volume.Size;
import stowage.volume.VolumeId;

@Command(name = "resize")
final class ResizeCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(index = "0", paramLabel = "<volume>")
  private String volume = "";

  @Parameters(index = "1", paramLabel = "<size>")
  private String size = "";

  ResizeCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws InvalidException {
    VolumeId id = Inputs.volume(volume);
    Size wanted = Inputs.size(size);
    return new Changes(cli.session())
        .apply(host -> host.planResize(id, wanted), "cli.resized", id.toString());
  }
}
