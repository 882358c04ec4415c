package stowage.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stowage.exec.Exec;
import stowage.exec.HostException;
import stowage.exec.Job;
import stowage.exec.Journal;
import stowage.exec.Lock;
import stowage.exec.Pipe;
import stowage.exec.Plan;
import stowage.exec.Secret;
import stowage.exec.Shell;
import stowage.exec.Step;
import stowage.exec.WireShell;
import stowage.message.Message;
import stowage.ssh.Auth;
import stowage.ssh.Prompts;
import stowage.ssh.SshConnector;
import stowage.ssh.SshSettings;
import stowage.ssh.Target;

/** The demo host as everything else meets it: through SSH. */
class DemoHostTest {
  @TempDir Path directory;

  private Target target(DemoHost demo) {
    Target.Files files =
        new Target.Files(
            List.of(demo.userKey()), true, null, List.of(directory.resolve("known_hosts")), false);
    return new Target("demo", "127.0.0.1", demo.port(), "root", files, List.of());
  }

  private Shell shell(SshConnector connector, DemoHost demo, Prompts prompts) throws HostException {
    return new WireShell(
        connector.connect(target(demo), List.of(new Auth.KeyFile(demo.userKey())), prompts));
  }

  /** Remembers the key it is asked about. */
  private record Trusting(List<String> asked) implements Prompts {
    @Override
    public Trust unknownHostKey(Target host, String keyType, String fingerprint) {
      asked.add(fingerprint);
      return Trust.REMEMBER;
    }

    @Override
    public Optional<Secret> passphrase(Path key, int attempt) {
      return Optional.empty();
    }

    @Override
    public Optional<Secret> password(Target host, int attempt) {
      return Optional.empty();
    }

    @Override
    public Optional<List<Secret>> answers(
        Target host, String title, String instruction, List<Question> questions) {
      return Optional.empty();
    }
  }

  @Test
  void itIsAskedAboutOnceAndKnownAfterARestart() throws Exception {
    Path demoDirectory = directory.resolve("demo");
    Trusting prompts = new Trusting(new ArrayList<>());
    int port;
    try (SshConnector connector = new SshConnector(SshSettings.DEFAULT);
        DemoHost demo = DemoHost.start(demoDirectory, Duration.ZERO)) {
      assertThrows(
          HostException.HostKeyUnknown.class,
          () -> shell(connector, demo, Prompts.NOBODY).run(Exec.reads("/bin/true")));
      try (Shell shell = shell(connector, demo, prompts)) {
        assertEquals("pve1\n", shell.run(Exec.reads("/usr/bin/uname", "-n")).text());
        assertTrue(shell.run(Exec.changes("/usr/bin/mkdir", "/root/mine")).ok());
      }
      assertEquals(List.of(demo.fingerprint()), prompts.asked());
      port = demo.port();
    }
    try (SshConnector connector = new SshConnector(SshSettings.DEFAULT);
        DemoHost demo = DemoHost.start(demoDirectory, Duration.ZERO);
        Shell shell = shell(connector, demo, Prompts.NOBODY)) {
      assertEquals(port, demo.port());
      assertTrue(shell.run(Exec.reads("/usr/bin/test", "-d", "/root/mine")).ok());
    }
  }

  @Test
  void aSecondProgramUsesTheOneThatRuns() throws Exception {
    Path demoDirectory = directory.resolve("demo");
    try (DemoHost demo = DemoHost.start(demoDirectory, Duration.ZERO)) {
      try (DemoHost second = DemoHost.start(demoDirectory, Duration.ZERO);
          SshConnector connector = new SshConnector(SshSettings.DEFAULT);
          Shell shell = shell(connector, second, new Trusting(new ArrayList<>()))) {
        assertEquals(demo.fingerprint(), second.fingerprint());
        assertTrue(shell.run(Exec.changes("/usr/bin/mkdir", "/root/seen")).ok());
      }
      assertTrue(Files.isDirectory(demoDirectory.resolve("root/root/seen")));
      assertThrows(DemoHost.InUseException.class, () -> DemoHost.reset(demoDirectory));
      Files.delete(demoDirectory.resolve("address"));
      assertThrows(
          DemoHost.InUseException.class, () -> DemoHost.start(demoDirectory, Duration.ZERO));
    }
    Files.writeString(demoDirectory.resolve("root/mine"), "x");
    DemoHost.reset(demoDirectory);
    assertTrue(Files.notExists(demoDirectory.resolve("root")));
    assertTrue(Files.exists(demoDirectory.resolve("host_key")), "it is still the same host");
  }

  @Test
  void aJobGoesOnWhenTheConnectionDrops() throws Exception {
    Message title = Message.of("step.test");
    Plan plan =
        new Plan(
            title,
            List.of(new Lock.File("/var/lock/test")),
            List.of(),
            List.of(
                Step.of(title, Exec.changes("/usr/bin/sleep", "2")),
                Step.of(title, Exec.changes("/usr/bin/mkdir", "/root/late"))));
    Job job = new Job("dropped-" + System.nanoTime(), plan);
    Trusting prompts = new Trusting(new ArrayList<>());
    try (DemoHost demo = DemoHost.start(directory.resolve("demo"), Duration.ZERO)) {
      try (SshConnector connector = new SshConnector(SshSettings.DEFAULT)) {
        Pipe pipe = shell(connector, demo, prompts).open(job);
        assertTrue(pipe.out().read() >= 0, "it has begun");
        // The connector is closed under it, as when a laptop sleeps.
      }
      try (SshConnector connector = new SshConnector(SshSettings.DEFAULT);
          Shell shell = shell(connector, demo, prompts)) {
        assertTrue(Journal.follow(shell, job.followed(), _ -> {}).done());
        assertTrue(shell.run(Exec.reads("/usr/bin/test", "-d", "/root/late")).ok());
      }
    }
  }
}
