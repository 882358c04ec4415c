package stowage.ssh;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where to log in, with everything that {@code ssh_config} has to say about it.
 *
 * @param name what the user typed, for messages
 * @param address host name or IP address to connect to; also the name in known_hosts
 * @param port TCP port
 * @param user who logs in
 * @param files keys and known hosts
 * @param via hosts to jump through, nearest first; empty for a direct connection
 */
public record Target(
    String name, String address, int port, String user, Files files, List<Target> via) {
  public Target {
    via = List.copyOf(via);
  }

  /**
   * @param identities private key files to try, whether they exist or not
   * @param identitiesOnly the agent may offer only these keys
   * @param agent socket of the agent, null for none
   * @param knownHosts the first is where new keys are remembered; none at all: nowhere
   * @param hashNames whether names are hidden when a key is remembered
   */
  public record Files(
      List<Path> identities,
      boolean identitiesOnly,
      @Nullable Path agent,
      List<Path> knownHosts,
      boolean hashNames) {
    public Files {
      identities = List.copyOf(identities);
      knownHosts = List.copyOf(knownHosts);
    }
  }

  /** The same host with keys and known hosts from elsewhere, for example the demo's own. */
  public Target with(Files given) {
    return new Target(name, address, port, user, given, via);
  }
}
