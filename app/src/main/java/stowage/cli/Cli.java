package stowage.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. */
@Command(
    name = "stowage",
    mixinStandardHelpOptions = true,
    version = "stowage 0.1.0",
    description = "Storage of hypervisor hosts over SSH. Without arguments the console opens.")
public final class Cli {
  private Cli() {}

  /** Returns the exit status. */
  public static int run(String... args) {
    return new CommandLine(new Cli()).execute(args);
  }
}
