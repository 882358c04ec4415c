package stowage.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stowage.schema.InvalidException;
import stowage.volume.VolumeId;

@Command(name = "template")
final class TemplateCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(index = "0", paramLabel = "<volume>")
  private String volume = "";

  @Option(names = "--force")
  private boolean force;

  TemplateCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws InvalidException {
    VolumeId id = Inputs.volume(volume);
    return new Changes(cli.session())
        .apply(host -> host.planTemplate(id, Inputs.inUse(force)), "cli.created");
  }
}
