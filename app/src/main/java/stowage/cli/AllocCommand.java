package stowage.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stowage.config.StorageId;
import stowage.schema.InvalidException;
import stowage.type.Provisioning;
import stowage.volume.ImageFormat;

@Command(name = "alloc")
final class AllocCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(index = "0", paramLabel = "<storage>")
  private String storage = "";

  @Parameters(index = "1", paramLabel = "<vmid>")
  private String guest = "";

  @Parameters(index = "2", paramLabel = "<filename>")
  private String filename = "";

  @Parameters(index = "3", paramLabel = "<size>")
  private String size = "";

  @Option(names = "--format", paramLabel = "raw|qcow2|subvol|vmdk")
  private @Nullable String format;

  AllocCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws InvalidException {
    StorageId pool = Inputs.pool(storage);
    Provisioning.Order order =
        new Provisioning.Order(
            Inputs.guest(guest),
            filename.isEmpty() ? null : filename,
            wanted(format, filename),
            // A container's volume without quota has no size; only there is zero one.
            "subvol".equals(format) && size.equals("0")
                ? stowage.volume.Size.ZERO
                : Inputs.size(size));
    return Changes.bare(cli.session()).apply(host -> host.planAllocate(pool, order), "cli.created");
  }

  /** The format asked for, or that of the file name; both must agree. */
  static @Nullable ImageFormat wanted(@Nullable String format, String filename)
      throws InvalidException {
    String extension = filename.substring(filename.lastIndexOf('.') + 1);
    ImageFormat named = filename.contains(".") ? ImageFormat.of(extension).orElse(null) : null;
    if (format == null) {
      return named;
    }
    ImageFormat asked =
        ImageFormat.of(format)
            .orElseThrow(() -> new InvalidException("format", "cli.format", format));
    if (named != null && named != asked) {
      throw new InvalidException("format", "cli.formats-differ", named.word(), format);
    }
    return asked;
  }
}
