package stowage.bench;

import java.nio.file.Path;
import java.util.Objects;

/**
 * What is measured: a host that a key opens.
 *
 * @param user who logs in
 * @param port on 127.0.0.1
 * @param key the user's private key
 * @param knownHosts holds the keys of the host under its port
 * @param folder for files of this run
 */
record Server(String user, int port, Path key, Path knownHosts, Path folder) {

  /** The lab's host, see lab/README.md. */
  static Server lab(Path folder) {
    return new Server(
        "root",
        Integer.parseInt(setting("BENCH_PORT")),
        Path.of(setting("LAB_KEY")),
        Path.of(setting("LAB_KNOWN_HOSTS")),
        folder);
  }

  private static String setting(String name) {
    return Objects.requireNonNull(System.getenv(name), name + " is set by ./dev bench");
  }
}
