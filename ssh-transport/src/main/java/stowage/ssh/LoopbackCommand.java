package stowage.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.jspecify.annotations.Nullable;

/** One command of a {@link LoopbackServer}, on a virtual thread of its own. */
final class LoopbackCommand implements Command {
  private final String command;
  private final LoopbackServer.Session session;
  private InputStream in = InputStream.nullInputStream();
  private OutputStream out = OutputStream.nullOutputStream();
  private OutputStream err = OutputStream.nullOutputStream();
  private ExitCallback exit = (_, _, _) -> {};
  private @Nullable Thread thread;

  LoopbackCommand(String command, LoopbackServer.Session session) {
    this.command = command;
    this.session = session;
  }

  @Override
  public void setInputStream(InputStream in) {
    this.in = in;
  }

  @Override
  public void setOutputStream(OutputStream out) {
    this.out = out;
  }

  @Override
  public void setErrorStream(OutputStream err) {
    this.err = err;
  }

  @Override
  public void setExitCallback(ExitCallback callback) {
    exit = callback;
  }

  @Override
  public void start(ChannelSession channel, Environment env) {
    thread = Thread.ofVirtual().name("loopback-command").start(this::run);
  }

  private void run() {
    int status;
    try {
      status = session.run(command, in, out, err);
      out.flush();
      err.flush();
    } catch (IOException e) {
      status = 255;
    } catch (InterruptedException e) {
      // The client has gone; nobody is left to be told.
      status = 130;
    }
    exit.onExit(status);
  }

  @Override
  public void destroy(ChannelSession channel) {
    if (thread != null) {
      thread.interrupt();
    }
  }
}
