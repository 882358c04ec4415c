package stowage.ui.host;

import stowage.exec.HostException;
import stowage.host.Host;
import stowage.schema.InvalidException;
import stowage.settings.HostEntry;
import stowage.ui.connect.ConnectFlow;

/** The console's port to hosts: over SSH, to the demo inside the program, or to a test's fake. */
@FunctionalInterface
public interface Connector {

  /** Blocks until the host is ready to be asked; may ask the user through the flow. */
  Host open(HostEntry entry, ConnectFlow flow) throws HostException, InvalidException;
}
