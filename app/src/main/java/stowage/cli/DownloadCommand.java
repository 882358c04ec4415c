package stowage.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import stowage.access.LocalFile;
import stowage.exec.HostException;
import stowage.host.Host;
import stowage.host.VolumeStream;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.volume.Checksum;
import stowage.volume.VolumeId;

/** Keeps a file of a pool on this computer. */
@Command(name = "download")
final class DownloadCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(index = "0", paramLabel = "<volume>")
  private String volume = "";

  @Parameters(index = "1", paramLabel = "<file>")
  private String file = "";

  DownloadCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws InvalidException {
    VolumeId id = Inputs.volume(volume);
    Session session = cli.session();
    return new Failing(session.output())
        .status(() -> {
          try (Host host = session.door().open(session.host())) {
            if (file.equals("-")) {
              copy(host, id, 0, cli.data().out());
              return Exit.OK;
            }
            return download(host, id, Inputs.file(file), session.output());
          }
        });
  }

  /** What has arrived stays when the link breaks, and the next call goes on from there. */
  private static Exit download(Host host, VolumeId id, Path path, Output output)
      throws HostException, InvalidException, IOException {
    if (Files.exists(path)) {
      throw new InvalidException("file", "cli.file-exists", path.toString());
    }
    Path part = path.resolveSibling(path.getFileName() + ".part");
    long from = Files.exists(part) ? Files.size(part) : 0;
    try (OutputStream out =
        Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      copy(host, id, from, out);
    }
    Checksum there = host.files().checksum(id, Checksum.Algorithm.SHA256);
    Checksum here = LocalFile.checksum(part, Checksum.Algorithm.SHA256);
    if (!here.equals(there)) {
      Files.delete(part);
      output.error(
          "", Message.of("problem.checksum-mismatch", path.toString(), here.hex(), there.hex()));
      return Exit.FAILED;
    }
    Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
    output.line(output.words().say("cli.downloaded", path.toString(), here.hex()));
    return Exit.OK;
  }

  private static void copy(Host host, VolumeId id, long from, OutputStream out)
      throws HostException, InvalidException, IOException {
    try (VolumeStream data = host.open(host.files().planDownload(id, from), Jobs.newId())) {
      data.transferTo(out);
      out.flush();
    }
  }
}
