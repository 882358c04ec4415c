package stowage.ssh;

import java.io.OutputStream;
import stowage.exec.HostException;
import stowage.exec.Link;

/**
 * A link whose commands run in other surroundings of the same host.
 *
 * @param prefix shell text that every command line begins with
 */
record Prefixed(Link link, String prefix) implements Link {
  @Override
  public String host() {
    return link.host();
  }

  @Override
  public Channel start(String commandLine, OutputStream errors) throws HostException {
    return link.start(prefix + " " + commandLine, errors);
  }

  @Override
  public void close() {
    link.close();
  }
}
