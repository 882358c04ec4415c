package stowage.cli;

import stowage.exec.HostException;
import stowage.host.Host;
import stowage.schema.InvalidException;
import stowage.settings.HostEntry;

/** Opens a connection to a host; the program's way over SSH, or a fake. */
@FunctionalInterface
public interface Door {
  /** The caller closes the host. Asks at the terminal where there is one. */
  Host open(HostEntry entry) throws HostException, InvalidException;
}
