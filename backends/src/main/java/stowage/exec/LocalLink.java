package stowage.exec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** This machine, through a local {@code /bin/sh}. */
public final class LocalLink implements Link {
  private final Set<Local> running = ConcurrentHashMap.newKeySet();

  @Override
  public String host() {
    return "localhost";
  }

  @Override
  public Channel start(String commandLine, OutputStream errors) throws HostException {
    try {
      Process process = new ProcessBuilder("/bin/sh", "-c", commandLine).start();
      Local channel = new Local(process, drain(process.getErrorStream(), errors));
      running.add(channel);
      return channel;
    } catch (IOException e) {
      throw new HostException.Unreachable(host(), String.valueOf(e.getMessage()), e);
    }
  }

  private static Thread drain(InputStream from, OutputStream to) {
    return Thread.startVirtualThread(() -> {
      try (from) {
        from.transferTo(to);
      } catch (IOException _) {
        // The process was closed; what it said so far has been delivered.
      }
    });
  }

  @Override
  public void close() {
    running.forEach(Local::close);
  }

  private final class Local implements Channel {
    private final Process process;
    private final Thread errors;

    Local(Process process, Thread errors) {
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
    public int await() throws InterruptedException {
      int status = process.waitFor();
      // A daemon that the program left behind may hold its standard error open for ever.
      errors.join(200);
      running.remove(this);
      return status;
    }

    @Override
    public void close() {
      running.remove(this);
      end(process.getOutputStream());
      end(process.getInputStream());
    }

    /**
     * As when an SSH channel goes: the process is not killed, it sees the end of its input and
     * SIGPIPE.
     */
    private static void end(AutoCloseable stream) {
      try {
        stream.close();
      } catch (Exception _) {
        // Already gone, or broken: nothing more can be done for it.
      }
    }
  }
}
