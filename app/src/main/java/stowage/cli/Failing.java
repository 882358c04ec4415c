package stowage.cli;

import java.io.IOException;
import stowage.exec.HostException;
import stowage.message.Message;
import stowage.schema.InvalidException;

/** Says why something with one host and files of this computer did not work. */
final class Failing {
  private final Output output;

  Failing(Output output) {
    this.output = output;
  }

  /** Something that can fail at a host, at its input, or at a file. */
  @FunctionalInterface
  interface Work {
    Exit does() throws HostException, InvalidException, IOException;
  }

  int status(Work work) throws InvalidException {
    try {
      return work.does().status;
    } catch (HostException e) {
      output.error("", e.said());
      return Exit.of(e).status;
    } catch (IOException e) {
      if (e.getCause() instanceof HostException host) {
        output.error("", host.said());
        return Exit.of(host).status;
      }
      output.error("", Message.of("cli.file", String.valueOf(e.getMessage())));
      return Exit.FAILED.status;
    }
  }
}
