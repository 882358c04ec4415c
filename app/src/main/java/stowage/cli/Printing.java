package stowage.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import stowage.schema.InvalidException;

/** How {@code pvesm scan pbs} is told to print; what is printed here has neither head nor frame. */
final class Printing {
  private static final List<String> FORMATS = List.of("text", "json", "json-pretty");

  @Option(names = "--output-format", paramLabel = "text|json|json-pretty")
  private @Nullable String format;

  @Option(names = "--noheader", arity = "0..1", fallbackValue = "1", paramLabel = "0|1")
  private String headless = "0";

  @Option(names = "--noborder", arity = "0..1", fallbackValue = "1", paramLabel = "0|1")
  private String frameless = "0";

  @Option(names = "--human-readable", arity = "0..1", fallbackValue = "1", paramLabel = "0|1")
  private String readable = "0";

  @Option(names = "--quiet", arity = "0..1", fallbackValue = "1", paramLabel = "0|1")
  private String quiet = "0";

  /** Nothing is printed if so wished, and JSON if this or the option of all commands says so. */
  Session session(Cli cli) throws InvalidException {
    Inputs.flag("noheader", headless);
    Inputs.flag("noborder", frameless);
    Inputs.flag("human-readable", readable);
    if (format != null && !FORMATS.contains(format)) {
      throw new InvalidException(
          "output-format", "problem.choice", format, String.join(", ", FORMATS));
    }
    if (format != null) {
      cli.json = cli.json || !format.equals("text");
    }
    return Inputs.flag("quiet", quiet) ? cli.silent() : cli.session();
  }
}
