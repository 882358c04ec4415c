package stowage.access;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import stowage.demo.DemoHost;
import stowage.exec.Batch;
import stowage.exec.Exec;
import stowage.exec.HostException;
import stowage.exec.Shell;
import stowage.exec.Sudo;
import stowage.exec.WireShell;
import stowage.host.Forwarding;
import stowage.host.Host;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.settings.Address;
import stowage.settings.HostEntry;
import stowage.settings.Login;
import stowage.ssh.Auth;
import stowage.ssh.Prompts;
import stowage.ssh.SshConfig;
import stowage.ssh.SshConnector;
import stowage.ssh.SshLink;
import stowage.ssh.SshSettings;
import stowage.ssh.Target;
import stowage.ssh.Tunnel;

/** Opens hosts. One for the whole program; safe for use by several threads. */
public final class HostAccess implements AutoCloseable {
  private final Path demoFolder;
  private final Supplier<SshConfig> config;
  private @Nullable SshConnector connector;
  private @Nullable DemoHost demo;
  private boolean closed;
  private volatile boolean readOnly;

  /**
   * @param demoFolder where the demo host keeps what it holds
   */
  public HostAccess(Path demoFolder) {
    this(demoFolder, SshConfig::ofUser);
  }

  /**
   * @param config the ssh configuration, read anew for every host that is opened
   */
  public HostAccess(Path demoFolder, Supplier<SshConfig> config) {
    this.demoFolder = demoFolder;
    this.config = config;
  }

  /**
   * Connects, asking what has to be asked.
   *
   * @param warned told of what in the ssh configuration cannot be heeded, before connecting
   * @throws InvalidException when the address, or what the ssh configuration says of it, is none
   */
  public Host open(HostEntry entry, Prompts prompts, Consumer<Message> warned)
      throws HostException, InvalidException {
    Target target =
        switch (entry.origin()) {
          case SSH -> target(entry.address(), warned);
          case DEMO -> demo();
        };
    SshLink link = connector(target).connect(target, ways(entry, target), prompts);
    Shell shell = new WireShell(link);
    try {
      Shell able = isRoot(shell) ? shell : new Sudo(shell, target.user());
      boolean always = entry.readOnly();
      return new Host(
          entry.name(),
          new Switched(able, () -> always || readOnly),
          (server, port) -> forwarded(link.tunnel(server, port)));
    } catch (HostException | RuntimeException e) {
      shell.close();
      throw e;
    }
  }

  private static Forwarding.Port forwarded(Tunnel tunnel) {
    return new Forwarding.Port() {
      @Override
      public int number() {
        return tunnel.localPort();
      }

      @Override
      public void close() {
        tunnel.close();
      }
    };
  }

  /** Made when it is first needed: most of a start would be spent on loading the SSH library. */
  private synchronized SshConnector connector(Target target) throws HostException.Cancelled {
    if (closed) {
      throw new HostException.Cancelled(target.name());
    }
    SshConnector made = connector;
    if (made == null) {
      made = new SshConnector(SshSettings.DEFAULT);
      connector = made;
    }
    return made;
  }

  /** Whoever has the number 0 is root, whatever the name. */
  private static boolean isRoot(Shell shell) throws HostException {
    return Batch.of(List.of(Exec.reads("/usr/bin/id", "-u")))
        .ask(shell)
        .getFirst()
        .text()
        .strip()
        .equals("0");
  }

  /** Whether nothing may be changed on any host; counts for open ones, too. */
  public void readOnly(boolean on) {
    readOnly = on;
  }

  private Target target(Address address, Consumer<Message> warned) throws InvalidException {
    SshConfig known = config.get();
    SshConfig.Resolved resolved = known.resolve(address.destination());
    Set<Message> warnings = new LinkedHashSet<>(resolved.warnings());
    Target target =
        address.jump().isEmpty()
            ? resolved.target()
            : through(known, resolved.target(), address.jump(), warnings);
    warnings.forEach(warned);
    return target;
  }

  private static Target through(SshConfig known, Target target, String jumps, Set<Message> warnings)
      throws InvalidException {
    List<Target> via = new ArrayList<>();
    for (String hop : jumps.split(",")) {
      SshConfig.Resolved resolved = known.resolve(hop);
      warnings.addAll(resolved.warnings());
      Target jump = resolved.target();
      // Only the first hop is reached from here, so only its own jumps count.
      if (via.isEmpty()) {
        via.addAll(jump.via());
      }
      via.add(
          new Target(
              jump.name(), jump.address(), jump.port(), jump.user(), jump.files(), List.of()));
    }
    return new Target(
        target.name(), target.address(), target.port(), target.user(), target.files(), via);
  }

  private synchronized Target demo() throws HostException {
    DemoHost running = demo;
    if (running == null) {
      try {
        running = DemoHost.start(demoFolder, Duration.ofMillis(20));
      } catch (DemoHost.InUseException e) {
        throw HostException.Unreachable.because(Message.of("host.demo-in-use", demoFolder), e);
      } catch (IOException e) {
        throw HostException.Unreachable.because(
            Message.of("host.demo-failed", demoFolder, String.valueOf(e.getMessage())), e);
      }
      demo = running;
    }
    Target.Files files =
        new Target.Files(
            List.of(running.userKey()),
            true,
            null,
            List.of(demoFolder.resolve("known_hosts")),
            false);
    return new Target("demo", "127.0.0.1", running.port(), "root", files, List.of());
  }

  private static List<Auth> ways(HostEntry entry, Target target) {
    if (entry.demo()) {
      return List.of(new Auth.KeyFile(target.files().identities().getFirst()));
    }
    Login login = entry.login();
    return switch (login.method()) {
      case AGENT -> Auth.usual(target);
      case KEY_FILE -> List.of(new Auth.KeyFile(path(login.keyFile())));
      case PASSWORD -> List.of(new Auth.KeyboardInteractive(), new Auth.AskPassword());
    };
  }

  private static Path path(String text) {
    return text.startsWith("~/")
        ? Path.of(System.getProperty("user.home"), text.substring(2))
        : Path.of(text);
  }

  /** The hosts of the user's ssh configuration. */
  public static List<HostEntry> importable() {
    return SshConfig.ofUser().aliases().stream()
        .map(alias ->
            new HostEntry(
                alias, "", HostEntry.Origin.SSH, new Address(alias, 0, "", ""), Login.AGENT, false))
        .toList();
  }

  /** Ends all connections and the demo. */
  @Override
  public synchronized void close() throws IOException {
    closed = true;
    if (connector != null) {
      connector.close();
    }
    if (demo != null) {
      demo.close();
    }
  }
}
