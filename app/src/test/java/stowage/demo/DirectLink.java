package stowage.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import stowage.exec.HostException;
import stowage.exec.Link;
import stowage.ssh.LoopbackServer;

/** Reaches the demo host without a network. */
record DirectLink(LoopbackServer.Session session) implements Link {

  @Override
  public String host() {
    return "demo";
  }

  @Override
  public Channel start(String commandLine, OutputStream errors) throws HostException {
    try {
      return new Direct(session, commandLine, errors);
    } catch (IOException e) {
      throw new HostException.Unreachable(host(), String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void close() {}

  private static final class Direct implements Channel {
    private final PipedOutputStream in = new PipedOutputStream();
    private final PipedInputStream out = new PipedInputStream(1 << 16);
    private final FutureTask<Integer> task;
    private final Thread thread;

    Direct(LoopbackServer.Session session, String commandLine, OutputStream errors)
        throws IOException {
      PipedInputStream theirIn = new PipedInputStream(in, 1 << 16);
      PipedOutputStream theirOut = new PipedOutputStream(out);
      task =
          new FutureTask<>(() -> {
            try (theirOut) {
              return session.run(commandLine, theirIn, theirOut, errors);
            }
          });
      thread = Thread.startVirtualThread(task);
    }

    @Override
    public OutputStream in() {
      return in;
    }

    @Override
    public InputStream out() {
      return out;
    }

    @Override
    public int await() throws HostException, InterruptedException {
      try {
        return task.get();
      } catch (ExecutionException e) {
        throw new HostException.Unreachable("demo", String.valueOf(e.getMessage()), e);
      }
    }

    @Override
    public void close() {
      thread.interrupt();
      try {
        in.close();
        out.close();
      } catch (IOException _) {
        // Nobody listens any more.
      }
    }
  }
}
