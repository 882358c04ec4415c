package stowage.ssh;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Debian's own SSH server on a loopback port, with generated keys, for the user of this program.
 */
public final class Sshd implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/sbin/sshd");

  final Path dir;
  public final int port;
  final Path hostKey;
  public final Path userKey;
  public final Path knownHosts;
  private final Process process;

  private Sshd(Path dir, int port, Process process) {
    this.dir = dir;
    this.port = port;
    this.process = process;
    hostKey = dir.resolve("host_ed25519");
    userKey = dir.resolve("id_ed25519");
    knownHosts = dir.resolve("known_hosts");
  }

  /** With the host key known already, and the user key authorized. */
  public static Sshd start(Path dir, String... extraConfig) throws Exception {
    if (Files.notExists(PROGRAM)) {
      fail("these tests need OpenSSH's server: apt-get install openssh-server");
    }
    Path host = dir.resolve("host_ed25519");
    Path user = dir.resolve("id_ed25519");
    if (Files.notExists(host)) {
      keygen("-t", "ed25519", "-N", "", "-f", host.toString());
      keygen("-t", "ed25519", "-N", "", "-f", user.toString());
      Files.copy(Path.of(user + ".pub"), dir.resolve("authorized_keys"));
    }
    int port = freePort();
    List<String> config =
        new ArrayList<>(
            List.of(
                "ListenAddress 127.0.0.1",
                "Port " + port,
                "AuthorizedKeysFile " + dir.resolve("authorized_keys"),
                "PidFile none",
                "StrictModes no",
                "UsePAM no",
                "PermitRootLogin yes",
                // What this machine's user does at login is not to be tested, nor to be cut short.
                "SetEnv HOME=" + dir,
                "MaxStartups 500"));
    if (Arrays.stream(extraConfig).noneMatch(line -> line.startsWith("HostKey "))) {
      config.add("HostKey " + host);
    }
    config.addAll(List.of(extraConfig));
    Path file = Files.write(dir.resolve("sshd_config-" + port), config);
    if (System.getProperty("user.name").equals("root")) {
      // Where a server that runs as root keeps its unprivileged part.
      Files.createDirectories(Path.of("/run/sshd"));
    }
    Process process =
        new ProcessBuilder(PROGRAM.toString(), "-D", "-e", "-f", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("sshd.log").toFile())
            .start();
    Sshd sshd = new Sshd(dir, port, process);
    sshd.waitUntilReady();
    sshd.know("[127.0.0.1]:" + port + " " + sshd.publicKey(host));
    return sshd;
  }

  private void waitUntilReady() throws Exception {
    for (int i = 0; i < 200; i++) {
      if (!process.isAlive()) {
        fail("sshd did not start: " + Files.readString(dir.resolve("sshd.log")));
      }
      try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (ConnectException e) {
        Thread.sleep(50);
      }
    }
    fail("sshd does not listen");
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  static void keygen(String... arguments) throws Exception {
    run("ssh-keygen", arguments);
  }

  static String run(String program, String... arguments) throws Exception {
    return run(false, program, arguments);
  }

  /** What it says, even if it fails. */
  static String said(String program, String... arguments) throws Exception {
    return run(true, program, arguments);
  }

  private static String run(boolean mayFail, String program, String... arguments) throws Exception {
    List<String> argv = new ArrayList<>(List.of(program));
    argv.addAll(List.of(arguments));
    Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0 && !mayFail) {
      fail(argv + ": " + said);
    }
    return said;
  }

  /** Type and data of a public key, without its comment. */
  String publicKey(Path key) throws IOException {
    String[] words = Files.readString(Path.of(key + ".pub")).split(" ");
    return words[0] + " " + words[1].strip();
  }

  /** Makes this the whole content of the known_hosts file. */
  void know(String... lines) throws IOException {
    Files.write(knownHosts, List.of(lines));
  }

  void authorize(Path key) throws IOException {
    Path file = dir.resolve("authorized_keys");
    Files.writeString(file, Files.readString(file) + Files.readString(Path.of(key + ".pub")));
  }

  Target target() {
    return target(List.of(userKey), List.of());
  }

  Target target(List<Path> identities, List<Target> via) {
    return new Target(
        "testhost",
        "127.0.0.1",
        port,
        System.getProperty("user.name"),
        new Target.Files(identities, false, null, List.of(knownHosts), false),
        via);
  }

  public List<Auth> key() {
    return List.of(new Auth.KeyFile(userKey));
  }

  /** Cuts every connection, as a dead link would, but leaves the server. */
  void drop() {
    process.children().forEach(ProcessHandle::destroyForcibly);
  }

  /** The server process of every connection stands still; the sockets stay open. */
  void freeze() throws Exception {
    for (ProcessHandle child : process.descendants().toList()) {
      run("kill", "-STOP", "" + child.pid());
    }
  }

  int connections() {
    return (int) process.children().count();
  }

  /** No longer reachable; existing connections are cut too. */
  @Override
  public void close() {
    List<ProcessHandle> all = process.descendants().toList();
    process.destroyForcibly();
    all.forEach(ProcessHandle::destroyForcibly);
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
