package stowage.ssh;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import stowage.conformance.LabHost;
import stowage.exec.Exec;
import stowage.exec.HostException;
import stowage.exec.Input;
import stowage.exec.Shell;
import stowage.exec.WireShell;
import stowage.host.Host;
import stowage.host.PortalKey;

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

  /**
   * Lets root of the host in at an address of its own, by the key that is made for pools of type
   * zfs; done already, it changes nothing.
   */
  void letIn(String portal) throws Exception {
    try (WireShell shell = new WireShell(link("root"));
        Host host = new Host("lab", shell)) {
      PortalKey key = host.portalKey(portal).optional().orElseThrow();
      // As an administrator may have it: for each connection an emulated host takes over a second.
      String kept = "ControlMaster auto\nControlPath /run/lab-%C\nControlPersist 60\n";
      shell.run(
          Exec.changes("/usr/bin/tee", ".ssh/config")
              .with(new Input.Text("Host " + portal + "\n" + kept)));
      if (key.publicKey() == null) {
        host.applyReplanning(() -> host.planPortalKey(portal), freshJobs(), _ -> {});
        key = host.portalKey(portal).optional().orElseThrow();
      }
      if (!key.ready()) {
        authorize(shell, key);
        key = host.portalKey(portal).optional().orElseThrow();
      }
      if (!key.ready()) {
        throw new IllegalStateException(String.valueOf(key.missing()));
      }
    }
  }

  /** What a person does with ssh-copy-id, which asks for a password. */
  static void authorize(Shell shell, PortalKey key) throws HostException {
    shell.run(
        Exec.changes("/usr/bin/tee", "-a", ".ssh/authorized_keys")
            .with(new Input.Text(key.publicKey() + "\n")));
    shell.run(
        Exec.changes("/usr/bin/ssh", "-o", "StrictHostKeyChecking=accept-new")
            .and("-o", "BatchMode=yes", "-i", key.remote().key())
            .and("root@" + key.remote().portal(), "true"));
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
