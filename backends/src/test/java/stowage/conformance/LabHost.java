package stowage.conformance;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A real host of the lab that belongs to this test process alone.
 *
 * @param name as in the lab's own commands
 * @param port of its SSH server on 127.0.0.1
 * @param key opens it for root and operator
 * @param knownHosts the keys of all hosts of the lab
 */
public record LabHost(String name, int port, Path key, Path knownHosts) {

  /** Test processes that run side by side, see {@code ./dev check}, take a node each. */
  public static LabHost own() {
    String node = System.getProperty("lab.node", "1");
    return new LabHost(
        "lab" + node,
        Integer.parseInt(setting("LAB" + node + "_PORT")),
        Path.of(setting("LAB_KEY")),
        Path.of(setting("LAB_KNOWN_HOSTS")));
  }

  private static String setting(String variable) {
    return Objects.requireNonNull(
        System.getenv(variable),
        variable + " is not set: use ./dev check, or export what lab/lab env prints");
  }
}
