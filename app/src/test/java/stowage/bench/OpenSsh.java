package stowage.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** OpenSSH's client: the peer. Every call is an {@code ssh} of its own, as in a script. */
final class OpenSsh implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  private final List<String> ssh;
  private final @Nullable Process master;

  private OpenSsh(List<String> ssh, @Nullable Process master) {
    this.ssh = ssh;
    this.master = master;
  }

  /** A login for every call. */
  static OpenSsh anew(Line line) {
    return new OpenSsh(options(line, List.of()), null);
  }

  /** One login beforehand that all calls share ({@code ControlMaster}). */
  static OpenSsh sharing(Line line) throws IOException {
    Path control = line.host().folder().resolve("c" + line.port());
    List<String> ssh = options(line, List.of("-S", control.toString()));
    List<String> argv = new ArrayList<>(ssh);
    argv.addAll(List.of("-M", "-N", HOST));
    Process master = new ProcessBuilder(argv).inheritIO().start();
    while (!Files.exists(control)) {
      LockSupport.parkNanos(10_000_000);
      if (!master.isAlive()) {
        throw new IOException(argv + " ended with " + master.exitValue());
      }
    }
    return new OpenSsh(ssh, master);
  }

  /** Of the process that keeps the login. */
  long pid() {
    return Objects.requireNonNull(master).pid();
  }

  private static List<String> options(Line line, List<String> more) {
    List<String> argv = new ArrayList<>(List.of("ssh", "-F", "none"));
    argv.addAll(more);
    argv.addAll(List.of("-i", line.host().key().toString()));
    List.of(
            "BatchMode=yes",
            "IdentitiesOnly=yes",
            "IdentityAgent=none",
            "StrictHostKeyChecking=yes",
            "GlobalKnownHostsFile=/dev/null",
            "UserKnownHostsFile=" + line.knownHosts(),
            "LogLevel=ERROR")
        .forEach(option -> argv.addAll(List.of("-o", option)));
    argv.addAll(List.of("-p", Integer.toString(line.port()), "-l", line.host().user()));
    return argv;
  }

  /** Its standard output. */
  String run(String command) throws IOException {
    return run(command, "");
  }

  String run(String command, String input) throws IOException {
    List<String> argv = new ArrayList<>(ssh);
    argv.addAll(List.of(HOST, command));
    return Program.output(argv, input);
  }

  @Override
  public void close() {
    if (master != null) {
      master.destroy();
      master.onExit().join();
    }
  }
}
