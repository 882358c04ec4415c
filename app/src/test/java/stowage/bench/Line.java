package stowage.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import stowage.settings.Address;
import stowage.settings.HostEntry;
import stowage.settings.Login;
import stowage.ssh.SshConfig;

/** A way to a host, as long as wanted; the same for Stowage and for {@code ssh}. */
final class Line implements AutoCloseable {
  private static final String HERE = "[127.0.0.1]:";

  private final Server host;
  private final DelayRelay relay;
  private final Path home;

  private Line(Server host, DelayRelay relay, Path home) {
    this.host = host;
    this.relay = relay;
    this.home = home;
  }

  static Line to(Server host, Duration roundTrip) throws IOException {
    DelayRelay relay = new DelayRelay(host.port(), roundTrip);
    Line line = new Line(host, relay, host.folder().resolve("home-" + relay.port()));
    Files.createDirectories(line.home.resolve(".ssh"));
    Files.write(
        line.knownHosts(),
        Files.readAllLines(host.knownHosts()).stream()
            .filter(key -> key.startsWith(HERE + host.port() + " "))
            .map(key -> HERE + line.port() + key.substring(key.indexOf(' ')))
            .toList());
    Files.writeString(
        line.home.resolve(".ssh/config"),
        "Host lab\n HostName 127.0.0.1\n User %s\n Port %d\n IdentityFile %s\n UserKnownHostsFile %s\n"
            .formatted(host.user(), line.port(), host.key(), line.knownHosts()));
    return line;
  }

  Server host() {
    return host;
  }

  DelayRelay relay() {
    return relay;
  }

  int port() {
    return relay.port();
  }

  /** A user's home whose ssh configuration calls this way {@code lab}. */
  Path home() {
    return home;
  }

  Path knownHosts() {
    return home.resolve(".ssh/known_hosts");
  }

  SshConfig config() {
    return SshConfig.read(home, home.resolve("none"));
  }

  HostEntry entry() {
    return new HostEntry(
        "lab",
        "",
        HostEntry.Origin.SSH,
        new Address("lab", 0, "", ""),
        new Login(Login.Method.KEY_FILE, host.key().toString()),
        false);
  }

  @Override
  public void close() throws IOException {
    relay.close();
  }
}
