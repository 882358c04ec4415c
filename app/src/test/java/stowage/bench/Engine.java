package stowage.bench;

import java.nio.file.Path;
import java.util.List;
import stowage.access.HostAccess;
import stowage.exec.Counting;
import stowage.exec.HostException;
import stowage.exec.WireShell;
import stowage.host.Host;
import stowage.schema.InvalidException;
import stowage.ssh.Auth;
import stowage.ssh.Prompts;
import stowage.ssh.SshConnector;
import stowage.ssh.SshSettings;

/** Stowage's engine at the end of a line, logged in, with its commands counted and overheard. */
final class Engine implements AutoCloseable {
  private final SshConnector connector;
  private final Heard heard;
  private final Counting counting;
  private final Host host;

  private Engine(SshConnector connector, Heard heard) {
    this.connector = connector;
    this.heard = heard;
    this.counting = new Counting(heard);
    this.host = new Host("lab", counting);
  }

  static Engine connect(Line line) throws HostException, InvalidException {
    SshConnector connector = new SshConnector(SshSettings.DEFAULT);
    List<Auth> ways = List.of(new Auth.KeyFile(line.host().key()));
    return new Engine(
        connector,
        new Heard(
            new WireShell(
                connector.connect(line.config().resolve("lab").target(), ways, Prompts.NOBODY))));
  }

  /** Connects as the console does, and leaves again. */
  static void visit(Line line, Visit visit) throws Exception {
    Path noDemo = line.home().resolve("demo");
    try (HostAccess access = new HostAccess(noDemo, line::config);
        Host host = access.open(line.entry(), Prompts.NOBODY, _ -> {})) {
      visit.to(host);
    }
  }

  /** What is done on a host before leaving it. */
  @FunctionalInterface
  interface Visit {
    void to(Host host) throws Exception;
  }

  Host host() {
    return host;
  }

  int commands() {
    return counting.count();
  }

  Heard heard() {
    return heard;
  }

  @Override
  public void close() {
    host.close();
    connector.close();
  }
}
