package stowage.ssh;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import stowage.conformance.LabHost;

/**
 * Logs in to the lab host of this test process, see lab/README.md. As an extension of a test class
 * it logs out behind the last test, of each parameter where the class has some.
 */
final class Lab implements AfterAllCallback, AutoCloseable {
  private @Nullable SshConnector connector;
  private final String run = Long.toString(System.currentTimeMillis(), 36);
  private int jobs;

  /** Logs in by the lab's key when it is first used. */
  synchronized SshLink link(String user) {
    SshConnector here = connector == null ? new SshConnector(SshSettings.DEFAULT) : connector;
    connector = here;
    LabHost host = LabHost.own();
    Target target =
        new Target(
            host.name(),
            "127.0.0.1",
            host.port(),
            user,
            new Target.Files(List.of(), true, null, List.of(host.knownHosts()), false),
            List.of());
    return here.link(target, List.of(new Auth.KeyFile(host.key())));
  }

  /** Begins names of jobs that the host has not seen yet. */
  String freshJobs() {
    return "lab-" + run + "-" + ++jobs;
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  @Override
  public synchronized void close() {
    if (connector != null) {
      connector.close();
    }
    connector = null;
  }
}
