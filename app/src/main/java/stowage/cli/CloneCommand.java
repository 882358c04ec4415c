package stowage.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stowage.schema.InvalidException;
import stowage.type.Naming;
import stowage.volume.VolumeId;

@Command(name = "clone")
final class CloneCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(index = "0", paramLabel = "<volume>")
  private String volume = "";

  @Parameters(index = "1", paramLabel = "<vmid>")
  private String guest = "";

  @Parameters(index = "2", paramLabel = "<filename>", arity = "0..1")
  private String filename = "";

  @Option(names = "--snapshot", paramLabel = "SNAPSHOT")
  private @Nullable String snapshot;

  CloneCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws InvalidException {
    VolumeId id = Inputs.volume(volume);
    Naming naming = Inputs.naming(guest, filename);
    return new Changes(cli.session())
        .apply(host -> host.planClone(id, snapshot, naming), "cli.created");
  }
}
