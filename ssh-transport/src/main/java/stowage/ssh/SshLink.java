package stowage.ssh;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import stowage.exec.HostException;
import stowage.exec.Link;
import stowage.exec.Wire;

/**
 * A way to one host over SSH. Connects on first use and again after a drop, with growing pauses
 * between failed attempts; a use during such a pause fails at once with the last reason. A refused
 * login or host key ends that until {@link #connect} is called.
 */
public final class SshLink implements Link {
  private static final int REFUSALS = 5;
  private static final Duration REFUSAL_PAUSE = Duration.ofMillis(300);

  private final Target target;
  private final List<Auth> ways;
  private final Dialer dialer;
  private final Duration patience;
  private final Credentials credentials = new Credentials();
  private final Connection connection;
  private final Slots slots;

  SshLink(Target target, List<Auth> ways, Dialer dialer, SshSettings settings) {
    this.target = target;
    this.ways = List.copyOf(ways);
    this.dialer = dialer;
    this.patience = settings.loginTimeout();
    this.connection = new Connection(settings.retryDelay());
    this.slots = new Slots(settings.channels());
    for (Auth way : ways) {
      if (way instanceof Auth.Password(var secret)) {
        credentials.keepPassword(target, secret);
      }
    }
  }

  /** What a link is doing. */
  public enum Phase {
    DOWN,
    CONNECTING,
    READY,
    /** A login or a host key was refused: a person has to connect. */
    HALTED,
    CLOSED
  }

  @Override
  public String host() {
    return target.name();
  }

  public Target target() {
    return target;
  }

  public Phase phase() {
    return switch (connection.state()) {
      case Connection.State.Down _ -> Phase.DOWN;
      case Connection.State.Connecting _ -> Phase.CONNECTING;
      case Connection.State.Ready(var session) -> session.isOpen() ? Phase.READY : Phase.DOWN;
      case Connection.State.Halted _ -> Phase.HALTED;
      case Connection.State.Closed _ -> Phase.CLOSED;
    };
  }

  /** Connects now because a person wants it, whatever happened before. */
  public void connect(Prompts prompts) throws HostException {
    while (true) {
      Connection.State state = connection.state();
      switch (state) {
        case Connection.State.Ready(var session) when session.isOpen() -> {
          return;
        }
        // An attempt that asks nobody is no answer to a person; nor may one come in between.
        case Connection.State.Connecting other -> await(other.over());
        case Connection.State.Ready _, Connection.State.Down _, Connection.State.Halted _ -> {
          var afresh = new Connection.State.Down(0, System.nanoTime(), null);
          var mine = new Connection.State.Connecting(new CountDownLatch(1), afresh);
          if (connection.move(state, mine)) {
            dial(mine, prompts);
            return;
          }
        }
        case Connection.State.Closed _ -> throw new HostException.Cancelled(target.name());
      }
    }
  }

  /**
   * Makes a port of this machine lead to one that the host can reach.
   *
   * @param host as the host calls it, for example {@code localhost}
   */
  public Tunnel tunnel(String host, int port) throws HostException {
    ClientSession session = session();
    try {
      return new Tunnel(
          session.createLocalPortForwardingTracker(
              new SshdSocketAddress("127.0.0.1", 0), new SshdSocketAddress(host, port)));
    } catch (IOException e) {
      throw Failures.broken(target, e);
    }
  }

  @Override
  public Channel start(String commandLine, OutputStream errors) throws HostException {
    boolean stopping = Wire.decode(commandLine) instanceof Wire.Request.Stop;
    int refusals = 0;
    boolean again = false;
    while (true) {
      ClientSession session = session();
      Slots.Slot slot = take(stopping);
      try {
        return open(session, commandLine, errors, slot);
      } catch (InterruptedIOException e) {
        slot.free();
        throw new HostException.Cancelled(target.name());
      } catch (SshChannelOpenException e) {
        // Fewer channels than usual are allowed here: wait for one of ours to end. If none is left,
        // the host may still be clearing up after the last ones.
        if (stopping || !slots.shrink(slot)) {
          slot.free();
          refusals++;
          if (refusals == REFUSALS) {
            throw Failures.channelRefused(target, e);
          }
          pause();
        }
      } catch (IOException e) {
        slot.free();
        // The link broke before the command was sent, so it can be sent over a new one.
        if (again || session.isOpen()) {
          throw Failures.broken(target, e);
        }
        again = true;
      }
    }
  }

  private void pause() throws HostException.Cancelled {
    try {
      Thread.sleep(REFUSAL_PAUSE);
    } catch (InterruptedException e) {
      throw new HostException.Cancelled(target.name());
    }
  }

  private Slots.Slot take(boolean stopping) throws HostException.Cancelled {
    try {
      return slots.take(stopping);
    } catch (InterruptedException e) {
      throw new HostException.Cancelled(target.name());
    }
  }

  private Channel open(
      ClientSession session, String commandLine, OutputStream errors, Slots.Slot slot)
      throws IOException {
    ChannelExec exec;
    try {
      exec = session.createExecChannel(commandLine);
    } catch (IllegalStateException e) {
      // So the library says that the session is being closed.
      throw new IOException(e);
    }
    SshChannel channel = new SshChannel(target, exec, errors);
    OpenFuture opening = exec.open();
    try {
      opening.verify(patience);
      exec.addCloseFutureListener(_ -> slot.free());
      return channel;
    } catch (SshChannelOpenException e) {
      throw e;
    } catch (IOException e) {
      opening.cancel();
      exec.close(true);
      if (e.getCause() instanceof SshChannelOpenException refused) {
        throw refused;
      }
      throw e instanceof SshException && Thread.interrupted() ? new InterruptedIOException() : e;
    }
  }

  private ClientSession session() throws HostException {
    while (true) {
      switch (connection.state()) {
        case Connection.State.Ready ready -> {
          if (ready.session().isOpen()) {
            return ready.session();
          }
          connection.move(ready, new Connection.State.Down(0, System.nanoTime(), null));
        }
        case Connection.State.Down down -> {
          if (down.last() != null && down.notBefore() - System.nanoTime() > 0) {
            throw down.last();
          }
          var mine = new Connection.State.Connecting(new CountDownLatch(1), down);
          if (connection.move(down, mine)) {
            return dial(mine, Prompts.NOBODY);
          }
        }
        case Connection.State.Connecting other -> await(other.over());
        case Connection.State.Halted(var why) -> throw why;
        case Connection.State.Closed _ -> throw new HostException.Cancelled(target.name());
      }
    }
  }

  private ClientSession dial(Connection.State.Connecting mine, Prompts prompts)
      throws HostException {
    Connection.State next = mine.before();
    try {
      ClientSession session = dialer.dial(target, ways, credentials, prompts);
      Connection.State.Ready ready = new Connection.State.Ready(session);
      next = ready;
      session.addCloseFutureListener(
          _ -> connection.move(ready, new Connection.State.Down(0, System.nanoTime(), null)));
      return session;
    } catch (HostException e) {
      next = connection.after(mine.before(), e);
      throw e;
    } finally {
      if (!connection.move(mine, next) && next instanceof Connection.State.Ready(var unwanted)) {
        unwanted.close(true);
      }
      mine.over().countDown();
    }
  }

  private void await(CountDownLatch over) throws HostException.Cancelled {
    try {
      over.await();
    } catch (InterruptedException e) {
      throw new HostException.Cancelled(target.name());
    }
  }

  @Override
  public void close() {
    if (connection.close() instanceof Connection.State.Ready(var session)) {
      session.close(true);
    }
    credentials.close();
  }
}
