package stowage.ssh;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelListener;
import stowage.exec.HostException;
import stowage.exec.Link;

/** One command on a host; its streams are bounded by the channel's windows. */
final class SshChannel implements Link.Channel, ChannelListener {
  private static final int AFTER_SIGNAL = 128;
  private static final int UNKNOWN_SIGNAL = 255;
  // RFC 4254 §6.10 names them; the numbers are those of every Linux.
  private static final Map<String, Integer> SIGNALS =
      Map.ofEntries(
          Map.entry("HUP", 1),
          Map.entry("INT", 2),
          Map.entry("QUIT", 3),
          Map.entry("ILL", 4),
          Map.entry("ABRT", 6),
          Map.entry("FPE", 8),
          Map.entry("KILL", 9),
          Map.entry("USR1", 10),
          Map.entry("SEGV", 11),
          Map.entry("USR2", 12),
          Map.entry("PIPE", 13),
          Map.entry("ALRM", 14),
          Map.entry("TERM", 15));

  private final Target target;
  private final ChannelExec exec;
  private final CountDownLatch exited = new CountDownLatch(1);
  private final CountDownLatch silent = new CountDownLatch(1);

  SshChannel(Target target, ChannelExec exec, OutputStream errors) {
    this.target = target;
    this.exec = exec;
    exec.setErr(new Unclosed(errors));
    exec.addChannelListener(this);
    exec.addCloseFutureListener(_ -> over());
  }

  @Override
  public void channelStateChanged(Channel channel, String hint) {
    if (exec.getExitStatus() != null || exec.getExitSignal() != null) {
      exited.countDown();
    }
    if (exec.isEofSignalled()) {
      silent.countDown();
    }
  }

  private void over() {
    exited.countDown();
    silent.countDown();
  }

  @Override
  public OutputStream in() {
    return exec.getInvertedIn();
  }

  @Override
  public InputStream out() {
    return new Out(exec.getInvertedOut());
  }

  @Override
  public int await() throws HostException, InterruptedException {
    exited.await();
    // A daemon that the program left behind may hold its standard error open for ever.
    silent.await(200, TimeUnit.MILLISECONDS);
    Integer status = exec.getExitStatus();
    if (status != null) {
      return status;
    }
    String signal = exec.getExitSignal();
    if (signal != null) {
      Integer number = SIGNALS.get(signal);
      return number == null ? UNKNOWN_SIGNAL : AFTER_SIGNAL + number;
    }
    throw exec.getSession().isOpen()
        ? Failures.channelRefused(target, new IOException("no exit status"))
        : Failures.broken(target, null);
  }

  @Override
  public void close() {
    try {
      // Closed first, or closing would wait until the program takes what is still to be written.
      exec.getRemoteWindow().close();
      exec.close(false);
      InputStream out = exec.getInvertedOut();
      if (out != null) {
        out.close();
      }
    } catch (IOException e) {
      // What was not read is dropped either way.
    }
  }

  /** Tells the end of the program's output from the end of the connection. */
  private final class Out extends FilterInputStream {
    Out(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      return checked(super.read());
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return checked(super.read(bytes, offset, length));
    }

    private int checked(int read) throws IOException {
      if (read < 0 && !exec.isEofSignalled()) {
        throw new IOException("the connection to " + target.name() + " broke");
      }
      return read;
    }
  }

  /** The listener for standard error belongs to the caller. */
  private static final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() {}
  }
}
