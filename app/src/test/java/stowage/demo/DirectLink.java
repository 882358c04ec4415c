package stowage.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
  public Channel start(String commandLine, OutputStream errors) {
    return new Direct(session, commandLine, errors);
  }

  @Override
  public void close() {}

  private static final class Direct implements Channel {
    private final TestPipe in = new TestPipe();
    private final TestPipe out = new TestPipe();
    private final FutureTask<Integer> task;
    private final Thread thread;

    Direct(LoopbackServer.Session session, String commandLine, OutputStream errors) {
      task =
          new FutureTask<>(() -> {
            try (OutputStream theirs = out.in) {
              return session.run(commandLine, in.out, theirs, errors);
            }
          });
      thread = Thread.startVirtualThread(task);
    }

    @Override
    public OutputStream in() {
      return in.in;
    }

    @Override
    public InputStream out() {
      return out.out;
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
        in.in.close();
        out.out.close();
      } catch (IOException _) {
        // Nobody listens any more.
      }
    }
  }
}
