package stowage.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stowage.exec.HostException;
import stowage.exec.Outcome;
import stowage.host.Host;
import stowage.host.Proposal;
import stowage.schema.InvalidException;
import stowage.type.StreamFormat;
import stowage.type.StreamHead;
import stowage.type.Transfer;
import stowage.volume.Size;
import stowage.volume.VolumeId;

/** Makes a volume of a stream that {@code pvesm export} or this program has written. */
@Command(name = "import")
final class ImportCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(index = "0", paramLabel = "<volume>")
  private String volume = "";

  @Parameters(index = "1", paramLabel = "<stream-format>")
  private String format = "";

  @Parameters(index = "2", paramLabel = "<file>")
  private String file = "";

  @Mixin private ExtentOptions of = new ExtentOptions();

  @Option(names = "--delete-snapshot", paramLabel = "NAME")
  private @Nullable String passing;

  @Option(names = "--allow-rename", arity = "0..1", fallbackValue = "1", paramLabel = "0|1")
  private String allowRename = "0";

  ImportCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws InvalidException {
    VolumeId id = Inputs.volume(volume);
    StreamFormat wanted = Inputs.stream(format);
    boolean renames = Inputs.flag("allow-rename", allowRename);
    Transfer.Extent extent = of.extent();
    Session session = cli.session();
    session.host();
    return new Failing(session.output())
        .status(() -> {
          try (InputStream data = new BufferedInputStream(source())) {
            Size size = wanted.sized() ? StreamHead.read(data) : Size.ZERO;
            int status =
                new Changes(session)
                    .apply(
                        host -> host.transfers().planReceive(id, wanted, size, extent, renames),
                        "cli.imported",
                        id.toString(),
                        (host, question) -> arrived(host, question, data));
            return Exit.ofStatus(status);
          }
        });
  }

  private Host.Applied arrived(Host host, Session.Question<Proposal> question, InputStream data)
      throws HostException, InvalidException {
    Host.Applied arrived = applied(host, question, data);
    if (passing == null || !arrived.outcome().done()) {
      return arrived;
    }
    VolumeId made = Inputs.volume(arrived.proposal().made().orElseThrow());
    Proposal deletion = host.planDeleteSnapshot(made, passing);
    Outcome outcome = host.apply(deletion, Jobs.newId(), _ -> {});
    return outcome.done() ? arrived : new Host.Applied(deletion, outcome);
  }

  static Host.Applied applied(Host host, Session.Question<Proposal> question, InputStream data)
      throws HostException, InvalidException {
    Proposal proposal = question.ask(host);
    return new Host.Applied(proposal, host.apply(proposal, Jobs.newId(), data, _ -> {}));
  }

  private InputStream source() throws IOException, InvalidException {
    return file.equals("-") ? cli.data().in() : Files.newInputStream(Inputs.file(file));
  }
}
