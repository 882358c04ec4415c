package stowage.ssh;

import java.util.List;
import stowage.conformance.LabHost;

/** Logs in to the lab host of this test process, see lab/README.md. */
final class Lab implements AutoCloseable {
  private final LabHost host = LabHost.own();
  private final SshConnector connector = new SshConnector(SshSettings.DEFAULT);
  private final String run = Long.toString(System.currentTimeMillis(), 36);
  private int jobs;

  /** Logs in by the lab's key when it is first used. */
  SshLink link(String user) {
    Target target =
        new Target(
            host.name(),
            "127.0.0.1",
            host.port(),
            user,
            new Target.Files(List.of(), true, null, List.of(host.knownHosts()), false),
            List.of());
    return connector.link(target, List.of(new Auth.KeyFile(host.key())));
  }

  /** Begins names of jobs that the host has not seen yet. */
  String freshJobs() {
    return "lab-" + run + "-" + ++jobs;
  }

  @Override
  public void close() {
    connector.close();
  }
}
