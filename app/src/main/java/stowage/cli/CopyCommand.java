package stowage.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stowage.config.StorageId;
import stowage.schema.InvalidException;
import stowage.type.Naming;
import stowage.volume.ImageFormat;
import stowage.volume.VolumeId;

@Command(name = "copy")
final class CopyCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(index = "0", paramLabel = "<volume>")
  private String volume = "";

  @Parameters(index = "1", paramLabel = "<storage>")
  private String storage = "";

  @Parameters(index = "2", paramLabel = "<vmid>")
  private String guest = "";

  @Parameters(index = "3", paramLabel = "<filename>", arity = "0..1")
  private String filename = "";

  @Option(names = "--format", paramLabel = "raw|qcow2|vmdk")
  private @Nullable String format;

  @Option(names = "--snapshot", paramLabel = "SNAPSHOT")
  private @Nullable String snapshot;

  CopyCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws InvalidException {
    VolumeId id = Inputs.volume(volume);
    StorageId pool = Inputs.pool(storage);
    Naming naming = Inputs.naming(guest, filename);
    ImageFormat wanted = AllocCommand.wanted(format, filename);
    return new Changes(cli.session())
        .apply(host -> host.planCopy(id, snapshot, pool, naming, wanted), "cli.created");
  }
}
