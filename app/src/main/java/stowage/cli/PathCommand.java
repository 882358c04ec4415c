package stowage.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stowage.exec.Reading;
import stowage.schema.InvalidException;
import stowage.volume.VolumeId;

@Command(name = "path")
final class PathCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(index = "0", paramLabel = "<volume>")
  private String volume = "";

  @Option(names = "--snapshot", paramLabel = "NAME")
  private @Nullable String snapshot;

  PathCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws InvalidException {
    VolumeId id = Inputs.volume(volume);
    return cli.session()
        .ask(
            host -> Reading.known(host.path(id, snapshot)),
            new Session.Form<>(List::of, path -> Map.of("path", path)));
  }
}
