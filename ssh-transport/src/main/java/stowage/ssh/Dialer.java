package stowage.ssh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.future.AuthFuture;
import org.apache.sshd.client.future.ConnectFuture;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.forward.ExplicitPortForwardingTracker;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.jspecify.annotations.Nullable;
import stowage.exec.HostException;

/** Makes one connection: hop by hop, each with its own host key check and login. */
final class Dialer {
  private final SshClient client;
  private final Names names;
  private final SshSettings settings;

  Dialer(SshClient client, Names names, SshSettings settings) {
    this.client = client;
    this.names = names;
    this.settings = settings;
  }

  /**
   * Logs in, asking only through {@code prompts}. Blocks; interrupting the thread gives up.
   *
   * @param ways for the target itself; hosts on the way are logged in to as ssh would
   */
  ClientSession dial(Target target, List<Auth> ways, Credentials credentials, Prompts prompts)
      throws HostException {
    List<ClientSession> hops = new ArrayList<>();
    try {
      for (Target hop : target.via()) {
        hops.add(hop(hop, Auth.usual(hop), credentials, prompts, last(hops)));
      }
      ClientSession session = hop(target, ways, credentials, prompts, last(hops));
      session.addCloseFutureListener(_ -> closeAll(hops));
      for (ClientSession hop : hops) {
        hop.addCloseFutureListener(_ -> session.close(true));
      }
      return session;
    } catch (HostException | RuntimeException e) {
      closeAll(hops);
      throw e;
    }
  }

  private static @Nullable ClientSession last(List<ClientSession> hops) {
    return hops.isEmpty() ? null : hops.getLast();
  }

  private static void closeAll(List<ClientSession> sessions) {
    sessions.reversed().forEach(session -> session.close(true));
  }

  /**
   * Asks about an unknown host key between two connections, because a host ends a connection that
   * stays silent for as long as a person takes to compare fingerprints.
   */
  private ClientSession hop(
      Target target,
      List<Auth> ways,
      Credentials credentials,
      Prompts prompts,
      @Nullable ClientSession through)
      throws HostException {
    for (boolean asked = false; ; asked = true) {
      try (Relay relay = new Relay()) {
        Login login = new Login(target, ways, credentials, prompts, relay);
        try {
          return attempt(login, through);
        } catch (HostException.HostKeyUnknown e) {
          if (asked || !accept(login, e)) {
            throw e;
          }
        }
      }
    }
  }

  private static boolean accept(Login login, HostException.HostKeyUnknown unknown)
      throws HostException {
    Target target = login.target();
    PublicKey shown = login.rejected().orElseThrow().key();
    PublicKey key = shown instanceof OpenSshCertificate c ? c.getCertPubKey() : shown;
    Prompts.Trust trust =
        login.prompts().unknownHostKey(target, unknown.keyType(), unknown.fingerprint());
    if (Thread.interrupted()) {
      throw new HostException.Cancelled(target.name());
    }
    switch (trust) {
      case REFUSE -> {
        return false;
      }
      case ONCE -> login.credentials().trust(target, key);
      case REMEMBER -> {
        if (!target.files().knownHosts().isEmpty()) {
          try {
            KnownHosts.remember(
                target.files().knownHosts().getFirst(),
                target.address(),
                target.port(),
                key,
                target.files().hashNames());
          } catch (IOException e) {
            throw Failures.notRemembered(target, e);
          }
        }
        login.credentials().trust(target, key);
      }
    }
    return true;
  }

  private ClientSession attempt(Login login, @Nullable ClientSession through) throws HostException {
    Target target = login.target();
    ClientSession session = null;
    boolean done = false;
    try (ExplicitPortForwardingTracker door = through == null ? null : door(through, target)) {
      session = connect(login, door);
      AuthFuture auth = session.auth();
      login.relay().await(auth, settings.loginTimeout());
      auth.verify(1);
      if (!login.secured()) {
        throw new SshException("it let us in before it said who it is");
      }
      done = true;
      return session;
    } catch (InterruptedException e) {
      throw new HostException.Cancelled(target.name());
    } catch (TimeoutException e) {
      throw new HostException.TimedOut(target.name(), "login", settings.loginTimeout().toSeconds());
    } catch (IOException | RuntimeException e) {
      login.forgetUnanswered();
      throw Failures.of(login, e);
    } finally {
      login.end();
      if (!done && session != null) {
        session.close(true);
      }
    }
  }

  /** A port on this machine that leads through the earlier host; closed again after login. */
  private static ExplicitPortForwardingTracker door(ClientSession through, Target target)
      throws IOException {
    return through.createLocalPortForwardingTracker(
        new SshdSocketAddress("127.0.0.1", 0),
        new SshdSocketAddress(target.address(), target.port()));
  }

  private ClientSession connect(Login login, @Nullable ExplicitPortForwardingTracker door)
      throws IOException, InterruptedException, TimeoutException {
    Target target = login.target();
    if (door != null) {
      // Under the target's name, which is what a host certificate is checked against.
      InetAddress here = InetAddress.getByAddress(target.address(), new byte[] {127, 0, 0, 1});
      return connect(login, new InetSocketAddress(here, door.getBoundAddress().getPort()));
    }
    IOException failed = null;
    for (InetAddress address : names.resolve(target.address(), settings.connectTimeout())) {
      try {
        return connect(login, new InetSocketAddress(address, target.port()));
      } catch (IOException e) {
        failed = e;
      }
    }
    throw failed == null ? new IOException("no address for " + target.address()) : failed;
  }

  private ClientSession connect(Login login, InetSocketAddress address)
      throws IOException, InterruptedException, TimeoutException {
    ConnectFuture connecting =
        client.connect(login.target().user(), address, login.context(), null);
    // A moment more than the library's own limit, whose error says what happened.
    try {
      login.relay().await(connecting, settings.connectTimeout().plusSeconds(1));
    } catch (InterruptedException | TimeoutException e) {
      connecting.cancel();
      connecting.addListener(late -> {
        if (late.isConnected()) {
          late.getSession().close(true);
        }
      });
      throw e;
    }
    return connecting.verify(1).getSession();
  }

  /** As {@code ssh-keygen -l} prints it. */
  static String fingerprint(PublicKey key) {
    return KeyUtils.getFingerPrint(key instanceof OpenSshCertificate c ? c.getCertPubKey() : key);
  }

  static String keyType(PublicKey key) {
    return KeyUtils.getKeyType(key instanceof OpenSshCertificate c ? c.getCertPubKey() : key);
  }
}
