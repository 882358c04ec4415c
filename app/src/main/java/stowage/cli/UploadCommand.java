package stowage.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stowage.access.LocalFile;
import stowage.config.StorageId;
import stowage.exec.HostException;
import stowage.host.Host;
import stowage.host.Proposal;
import stowage.schema.InvalidException;
import stowage.type.Intake;
import stowage.volume.Checksum;
import stowage.volume.ContentType;

/** Puts a file of this computer on a pool. */
@Command(name = "upload")
final class UploadCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(index = "0", paramLabel = "<storage>")
  private String storage = "";

  @Parameters(index = "1", paramLabel = "<file>")
  private String file = "";

  @Option(names = "--content", paramLabel = "iso|vztmpl|import|snippets")
  private @Nullable String content;

  @Option(names = "--name", paramLabel = "NAME")
  private @Nullable String name;

  @Option(names = "--checksum", paramLabel = "ALGORITHM:DIGITS")
  private @Nullable String checksum;

  @Option(names = "--overwrite")
  private boolean overwrites;

  UploadCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws InvalidException {
    StorageId pool = Inputs.pool(storage);
    Path path = Inputs.file(file);
    String called = name == null ? String.valueOf(path.getFileName()) : name;
    ContentType kind = Inputs.content(content, called);
    Checksum expected = checksum == null ? null : Checksum.parse(checksum);
    Session session = cli.session();
    session.host();
    return new Failing(session.output())
        .status(() -> {
          LocalFile local = LocalFile.of(path, expected);
          Intake.Arrival arrival = new Intake.Arrival(kind, called, local.checksum(), overwrites);
          return Exit.ofStatus(
              new Changes(session)
                  .apply(
                      host ->
                          host.files().planUpload(pool, arrival, begun(host, pool, arrival, local)),
                      "cli.uploaded",
                      called,
                      (host, _) -> upload(host, pool, arrival, local)));
        });
  }

  private static Host.Applied upload(
      Host host, StorageId pool, Intake.Arrival arrival, LocalFile local)
      throws HostException, InvalidException {
    long from = begun(host, pool, arrival, local);
    Proposal proposal = host.files().planUpload(pool, arrival, from);
    try (InputStream data = local.from(from)) {
      return new Host.Applied(proposal, host.apply(proposal, Jobs.newId(), data, _ -> {}));
    } catch (IOException e) {
      throw new InvalidException("file", "cli.file", e.toString());
    }
  }

  /** Where an upload that broke off goes on. */
  private static long begun(Host host, StorageId pool, Intake.Arrival arrival, LocalFile local)
      throws HostException, InvalidException {
    long there = host.files().arrived(pool, arrival);
    return there <= local.size() ? there : 0;
  }
}
