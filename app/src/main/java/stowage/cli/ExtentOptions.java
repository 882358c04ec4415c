package stowage.cli;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import stowage.schema.InvalidException;
import stowage.type.Transfer;

/** What of a volume is in a stream. */
final class ExtentOptions {
  @Option(names = "--snapshot", paramLabel = "NAME")
  private @Nullable String snapshot;

  @Option(names = "--base", paramLabel = "NAME")
  private @Nullable String base;

  @Option(names = "--with-snapshots", arity = "0..1", fallbackValue = "1", paramLabel = "0|1")
  private String withSnapshots = "0";

  @Option(names = "--snapshot-list", paramLabel = "NAMES")
  private String earlier = "";

  Transfer.Extent extent() throws InvalidException {
    List<String> names =
        Arrays.stream(earlier.split("[,; ]+"))
            .filter(name -> !name.isEmpty() && !name.equals(snapshot))
            .toList();
    return new Transfer.Extent(base, snapshot, Inputs.flag("with-snapshots", withSnapshots), names);
  }
}
