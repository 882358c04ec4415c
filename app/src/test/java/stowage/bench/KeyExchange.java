package stowage.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import stowage.exec.Exec;
import stowage.exec.Shell;
import stowage.exec.WireShell;
import stowage.ssh.Auth;
import stowage.ssh.Prompts;
import stowage.ssh.SshConnector;
import stowage.ssh.SshSettings;
import stowage.ssh.Sshd;
import stowage.ssh.Target;

/** What each key exchange costs at login. */
final class KeyExchange implements Figure {
  private static final int ROUNDS = 30;
  private static final List<String> EXCHANGES =
      List.of("mlkem768x25519-sha256", "sntrup761x25519-sha512@openssh.com", "curve25519-sha256");

  @Override
  public String name() {
    return "key-exchange";
  }

  @Override
  public Section measure(Server host) throws Exception {
    List<String> known = Program.output(List.of("ssh", "-Q", "kex"), "").lines().toList();
    Section.Table table =
        Section.Table.of(
            "login and `true`, by", "Stowage", "its processor time", "`ssh`", "of Stowage's");
    for (String exchange : EXCHANGES) {
      if (known.contains(exchange)) {
        table = table.row(measure(host, exchange));
      } else {
        table = table.row("`" + exchange + "`", "not in this OpenSSH", "", "", "");
      }
    }
    return new Section(
        "Login by key exchange",
        "A connection, a login by key and the program `true`, against OpenSSH's server on this machine that"
            + " is allowed one key exchange only; the shortest of "
            + ROUNDS
            + " after as many that do not count. `ssh` is a new process each time, Stowage one that runs.",
        table,
        "What it can't tell: the server's share of the time, which is the same for both.");
  }

  private static String[] measure(Server host, String exchange) throws Exception {
    Path folder = Files.createDirectories(host.folder().resolve("sshd"));
    try (Sshd sshd = Sshd.start(folder, "KexAlgorithms " + exchange)) {
      Server here =
          new Server(
              System.getProperty("user.name"), sshd.port, sshd.userKey, sshd.knownHosts, folder);
      try (Line line = Line.to(here, Duration.ZERO);
          SshConnector connector = new SshConnector(SshSettings.DEFAULT)) {
        Target target = line.config().resolve("lab").target();
        Times.Work login = () -> login(connector, target, sshd.key());
        Times.of(ROUNDS, login);
        long before = processor();
        Times stowage = Times.of(ROUNDS, login);
        long each = (processor() - before) / ROUNDS;
        OpenSsh ssh = OpenSsh.anew(line);
        Times.Work call = () -> ssh.run("true");
        Times.of(ROUNDS, call);
        Times peer = Times.of(ROUNDS, call);
        return new String[] {
          "`" + exchange + "`",
          stowage.shown(),
          Times.shown(Duration.ofNanos(each)),
          peer.shown(),
          Times.ratio(peer.least(), stowage.least())
        };
      }
    }
  }

  private static void login(SshConnector connector, Target target, List<Auth> ways)
      throws Exception {
    try (Shell shell = new WireShell(connector.connect(target, ways, Prompts.NOBODY))) {
      shell.run(Exec.reads("/bin/true"));
    }
  }

  /** Nanoseconds that this process has used so far. */
  private static long processor() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }
}
