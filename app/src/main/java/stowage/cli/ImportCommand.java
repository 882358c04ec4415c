package stowage.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stowage.exec.HostException;
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

  @Option(names = "--snapshot", paramLabel = "NAME")
  private @Nullable String snapshot;

  @Option(names = "--base", paramLabel = "NAME")
  private @Nullable String base;

  @Option(names = "--with-snapshots", arity = "0..1", fallbackValue = "1", paramLabel = "0|1")
  private String withSnapshots = "0";

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
    Transfer.Extent extent =
        new Transfer.Extent(base, snapshot, Inputs.flag("with-snapshots", withSnapshots));
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
                        (host, question) -> applied(host, question, data));
            return Exit.ofStatus(status);
          }
        });
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
