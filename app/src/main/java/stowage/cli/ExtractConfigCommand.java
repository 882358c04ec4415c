package stowage.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import stowage.exec.Reading;
import stowage.host.ServerPool;
import stowage.schema.InvalidException;
import stowage.volume.VolumeId;

/** The guest's configuration out of a backup. */
@Command(name = "extractconfig")
final class ExtractConfigCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(index = "0", paramLabel = "<volume>")
  private String volume = "";

  ExtractConfigCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws InvalidException {
    Optional<VolumeId> onServer =
        VolumeId.parse(volume).filter(id -> ServerPool.named(id).isPresent());
    if (onServer.isPresent()) {
      VolumeId id = onServer.get();
      return new ServerBackups(cli.session(), id.storage(), false)
          .configuration(ServerPool.named(id).orElseThrow());
    }
    return cli.session()
        .ask(question(), new Session.Form<>(text -> List.of(text.split("\n", -1)), text -> text));
  }

  private Session.Question<Reading<String>> question() throws InvalidException {
    if (volume.startsWith("/")) {
      return host -> host.backups().configuration(Inputs.path(volume));
    }
    VolumeId id = Inputs.volume(volume);
    return host -> host.backups().configuration(id);
  }
}
