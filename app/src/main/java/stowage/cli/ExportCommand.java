package stowage.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import stowage.exec.HostException;
import stowage.host.Host;
import stowage.host.Sending;
import stowage.host.VolumeStream;
import stowage.schema.InvalidException;
import stowage.type.StreamFormat;
import stowage.type.StreamHead;
import stowage.type.Transfer;
import stowage.volume.VolumeId;

/** A volume as the stream that {@code pvesm import} reads; the file is on this computer. */
@Command(name = "export")
final class ExportCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(index = "0", paramLabel = "<volume>")
  private String volume = "";

  @Parameters(index = "1", paramLabel = "<stream-format>")
  private String format = "";

  @Parameters(index = "2", paramLabel = "<file>")
  private String file = "";

  @Mixin private ExtentOptions of = new ExtentOptions();

  ExportCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws InvalidException {
    VolumeId id = Inputs.volume(volume);
    StreamFormat wanted = Inputs.stream(format);
    Transfer.Extent extent = of.extent();
    Session session = cli.session();
    return new Failing(session.output())
        .status(() -> {
          try (Host host = session.door().open(session.host())) {
            Sending sending = host.transfers().planSend(id, wanted, extent);
            if (session.wishes().dryRun()) {
              session.output().text(sending.source().shown());
              return Exit.OK;
            }
            export(host, sending);
            return Exit.OK;
          }
        });
  }

  /** A file that is not whole is none. */
  private void export(Host host, Sending sending)
      throws HostException, InvalidException, IOException {
    try (VolumeStream data = host.open(sending, Jobs.newId())) {
      if (file.equals("-")) {
        write(sending, data, cli.data().out());
        return;
      }
      Path path = Inputs.file(file);
      Path part = path.resolveSibling(path.getFileName() + ".part");
      try {
        try (OutputStream out = Files.newOutputStream(part)) {
          write(sending, data, out);
        }
        Files.move(part, path, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    }
  }

  private static void write(Sending sending, VolumeStream data, OutputStream out)
      throws IOException {
    if (sending.format().sized()) {
      StreamHead.write(out, sending.size());
    }
    data.transferTo(out);
    out.flush();
  }
}
