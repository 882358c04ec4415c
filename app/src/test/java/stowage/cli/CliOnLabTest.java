package stowage.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import stowage.conformance.LabHost;
import stowage.exec.Exec;
import stowage.exec.Result;
import stowage.exec.Shell;
import stowage.exec.WireShell;
import stowage.settings.Address;
import stowage.settings.HostEntry;
import stowage.settings.Login;
import stowage.ssh.Auth;
import stowage.ssh.Prompts;
import stowage.ssh.SshConfig;
import stowage.ssh.SshConnector;
import stowage.ssh.SshSettings;

/** The main job on a real host: an NFS pool, a volume with a snapshot, and away with it all. */
@Tag("lab")
class CliOnLabTest {
  private static final String CONFIG = "/etc/pve/storage.cfg";

  private final LabHost lab = LabHost.own();

  @TempDir private Path home;

  private SshConfig config() {
    return SshConfig.read(home, home.resolve("none"));
  }

  private static String ok(Trial.Shown shown) {
    assertEquals(0, shown.status(), shown::toString);
    return shown.out();
  }

  /** Every call logs in anew, which takes an emulated host seconds: so as few as will do. */
  @Test
  @Timeout(300)
  void theMainJob() throws Exception {
    Path ssh = Files.createDirectory(home.resolve(".ssh"));
    Files.writeString(
        ssh.resolve("config"), "Host *\n  UserKnownHostsFile " + lab.knownHosts() + "\n");
    Address address = new Address("127.0.0.1", lab.port(), "operator", "");
    Login login = new Login(Login.Method.KEY_FILE, lab.key().toString());
    HostEntry host = new HostEntry(lab.name(), "", HostEntry.Origin.SSH, address, login, false);
    String pool = "cli-" + UUID.randomUUID().toString().substring(0, 8);
    String volume = pool + ":990/vm-990-disk-0.qcow2";
    try (SshConnector connector = new SshConnector(SshSettings.DEFAULT);
        Shell shell = root(connector, address.port());
        Trial trial = new Trial(home, this::config, host)) {
      try {
        ok(trial.run(("add nfs " + pool + " --server 127.0.0.1 --export /srv/nfs/b").split(" ")));
        assertTrue(storage(shell).contains("nfs: " + pool + "\n"), storage(shell));
        assertEquals(
            "successfully created '" + volume + "'\n",
            ok(trial.run("alloc", pool, "990", "", "16M", "--format", "qcow2")));
        assertEquals("", ok(trial.run("snapshot", "create", volume, "first")));
        assertEquals(
            volume + " qcow2   images    16777216 990",
            ok(trial.run("list", pool, "--vmid", "990")).lines().toList().get(1));
        assertEquals("Removed volume '" + volume + "'\n", ok(trial.run("free", volume)));
        assertEquals("", ok(trial.run("remove", pool)));
        // Other tests may have pools of their own there meanwhile.
        assertFalse(storage(shell).contains(pool), storage(shell));
        assertEquals(List.of(), trial.askedAbout);
      } finally {
        // Nothing is unmounted when a pool is removed.
        shell.run(Exec.changes("/usr/bin/umount", "/mnt/pve/" + pool));
        shell.run(Exec.changes("/usr/bin/rmdir", "/mnt/pve/" + pool));
      }
    }
  }

  private Shell root(SshConnector connector, int port) throws Exception {
    Auth key = new Auth.KeyFile(lab.key());
    return new WireShell(
        connector.connect(
            config().resolve("root@127.0.0.1:" + port).target(), List.of(key), Prompts.NOBODY));
  }

  /** Empty where there is no file yet. */
  private static String storage(Shell shell) throws Exception {
    Result found = shell.run(Exec.reads("/usr/bin/cat", CONFIG));
    return found.ok() ? found.text() : "";
  }
}
