package stowage.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import stowage.config.StorageId;
import stowage.schema.InvalidException;
import stowage.type.Intake;
import stowage.type.Packing;
import stowage.volume.Checksum;
import stowage.volume.ContentType;

/** Lets the host itself download a file to a pool. */
@Command(name = "fetch")
final class FetchCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(index = "0", paramLabel = "<storage>")
  private String storage = "";

  @Parameters(index = "1", paramLabel = "<url>")
  private String url = "";

  @Option(names = "--content", paramLabel = "iso|vztmpl|import|snippets")
  private @Nullable String content;

  @Option(names = "--name", paramLabel = "NAME")
  private @Nullable String name;

  @Option(names = "--checksum", paramLabel = "ALGORITHM:DIGITS")
  private @Nullable String checksum;

  @Option(names = "--decompress", paramLabel = "gzip|zstd|bzip2|lzo|none")
  private @Nullable String decompress;

  @Option(names = "--overwrite")
  private boolean overwrites;

  @Option(names = "--no-check-certificate")
  private boolean unverified;

  FetchCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws InvalidException {
    StorageId pool = Inputs.pool(storage);
    String offered = url.replaceFirst("[?#].*", "");
    Packing ending = Packing.of(offered).orElse(null);
    String plain = ending == null ? offered : ending.without(offered);
    // A template stays compressed; what is an image without the ending, is meant to lose it.
    boolean image = ending != null && Inputs.content(content, plain) == ContentType.ISO;
    Packing packing = decompress == null ? (image ? ending : null) : chosen(decompress);
    String called = name != null ? name : packing == null ? offered : packing.without(offered);
    ContentType kind = Inputs.content(content, called);
    Checksum expected = checksum == null ? null : Checksum.parse(checksum);
    Intake.Arrival arrival = new Intake.Arrival(kind, called, expected, overwrites);
    Intake.Origin origin = new Intake.Origin(url, !unverified, packing);
    return new Changes(cli.session())
        .apply(host -> host.files().planFetch(pool, arrival, origin), "cli.uploaded", called);
  }

  private static @Nullable Packing chosen(String word) throws InvalidException {
    if (word.equals("none")) {
      return null;
    }
    List<Packing> all = Packing.all();
    return KeyInput.among("decompress", word, all.stream().map(Packing::word).toList(), all);
  }
}
