package stowage.ssh;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The lab's first host, see lab/README.md. */
final class Lab implements AutoCloseable {
  private final SshConnector connector = new SshConnector(SshSettings.DEFAULT);
  private final String run = Long.toString(System.currentTimeMillis(), 36);
  private int jobs;

  /** Logs in by the lab's key when it is first used. */
  SshLink link(String user) {
    Target target =
        new Target(
            "lab1",
            "127.0.0.1",
            Integer.parseInt(setting("LAB1_PORT")),
            user,
            new Target.Files(
                List.of(), true, null, List.of(Path.of(setting("LAB_KNOWN_HOSTS"))), false),
            List.of());
    return connector.link(target, List.of(new Auth.KeyFile(Path.of(setting("LAB_KEY")))));
  }

  /** Begins names of jobs that the host has not seen yet. */
  String freshJobs() {
    return "lab-" + run + "-" + ++jobs;
  }

  private static String setting(String variable) {
    return Objects.requireNonNull(
        System.getenv(variable), variable + " is not set; start the lab with ./dev check");
  }

  @Override
  public void close() {
    connector.close();
  }
}
