package stowage.exec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A host through this machine's OpenSSH client; one connection serves all channels. */
public final class OpenSshLink implements Link {
  private final List<String> ssh;

  /**
   * @param socket where the client keeps its shared connection
   */
  public OpenSshLink(String user, int port, Path key, Path knownHosts, Path socket) {
    this.ssh =
        List.of(
            "ssh",
            "-q",
            "-T",
            "-i",
            key.toString(),
            "-o",
            "UserKnownHostsFile=" + knownHosts,
            "-o",
            "BatchMode=yes",
            "-o",
            "ControlMaster=auto",
            "-o",
            "ControlPath=" + socket,
            "-o",
            "ControlPersist=60",
            "-p",
            String.valueOf(port),
            user + "@127.0.0.1");
  }

  @Override
  public String host() {
    return ssh.getLast();
  }

  @Override
  public Channel start(String commandLine, OutputStream errors) throws HostException {
    List<String> words = new ArrayList<>(ssh);
    words.add(commandLine);
    try {
      Process process = new ProcessBuilder(words).start();
      Thread told = Thread.startVirtualThread(() -> copy(process.getErrorStream(), errors));
      return new Remote(process, told);
    } catch (IOException e) {
      throw new HostException.Unreachable(host(), String.valueOf(e.getMessage()), e);
    }
  }

  private static void copy(InputStream from, OutputStream to) {
    try (from) {
      from.transferTo(to);
    } catch (IOException _) {
      // The process was closed; what it said so far has been delivered.
    }
  }

  @Override
  public void close() {
    List<String> words = new ArrayList<>(ssh);
    words.addAll(words.size() - 1, List.of("-O", "exit"));
    try {
      new ProcessBuilder(words)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Remote implements Channel {
    private static final int BROKEN = 255;
    private final Process process;
    private final Thread errors;

    Remote(Process process, Thread errors) {
      this.process = process;
      this.errors = errors;
    }

    @Override
    public OutputStream in() {
      return process.getOutputStream();
    }

    @Override
    public InputStream out() {
      return process.getInputStream();
    }

    @Override
    public int await() throws HostException, InterruptedException {
      int status = process.waitFor();
      errors.join(2000);
      if (status == BROKEN) {
        throw new HostException.Unreachable(host(), "ssh ended with status 255");
      }
      return status;
    }

    @Override
    public void close() {
      process.destroy();
    }
  }
}
