package stowage.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactoryFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.channel.ChannelSessionFactory;

/**
 * A small SSH server on 127.0.0.1 that runs commands in this program: a host for trying things out.
 * It lets in whoever has the generated user key, under any name, and offers nothing but commands
 * and the ways it was started with: no shell, no other forwarding, no file transfer.
 */
public final class LoopbackServer implements AutoCloseable {

  /** What the server does with a command. */
  public interface Session {

    /**
     * Runs one command; called on a virtual thread, which is interrupted when the client goes away.
     * Flush {@code out} and {@code err} where the client should see output at once.
     *
     * @param command as the client sent it, for a shell to interpret
     * @return exit status
     */
    int run(String command, InputStream in, OutputStream out, OutputStream err)
        throws IOException, InterruptedException;
  }

  /**
   * Something that is reached through the server.
   *
   * @param host as clients name it
   * @param port as clients name it
   * @param local port on 127.0.0.1 where it really is
   */
  public record Way(String host, int port, int local) {}

  private final SshServer server;
  private final String fingerprint;

  private LoopbackServer(SshServer server, String fingerprint) {
    this.server = server;
    this.fingerprint = fingerprint;
  }

  /**
   * Listens on a free port.
   *
   * @param hostKey file of the host's private key; generated if missing, for the owner only
   * @param userKey file of the private key that may log in; generated if missing
   */
  public static LoopbackServer start(Path hostKey, Path userKey, Session session)
      throws IOException {
    return start(hostKey, userKey, 0, session, List.of());
  }

  /**
   * Listens on this port, so that clients know the host again, or on a free one if it is taken.
   *
   * @param port 0 for any
   * @param ways all that clients reach through it
   */
  public static LoopbackServer start(
      Path hostKey, Path userKey, int port, Session session, List<Way> ways) throws IOException {
    KeyPair host = Keys.madeIfMissing(hostKey);
    KeyPair user = Keys.madeIfMissing(userKey);
    SshServer server = SshServer.setUpDefaultServer();
    server.setIoServiceFactoryFactory(new Nio2ServiceFactoryFactory(Threads::virtual));
    server.setHost("127.0.0.1");
    server.setPort(port);
    server.setKeyPairProvider(KeyPairProvider.wrap(host));
    server.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
    server.setPublickeyAuthenticator((_, key, _) -> KeyUtils.compareKeys(key, user.getPublic()));
    server.setShellFactory(null);
    server.setSubsystemFactories(List.of());
    server.setChannelFactories(List.of(ChannelSessionFactory.INSTANCE, new Ways(ways)));
    server.setForwardingFilter(new Ways.Filter(ways));
    server.setCommandFactory((_, command) -> new LoopbackCommand(command, session));
    CoreModuleProperties.TCP_NODELAY.set(server, true);
    CoreModuleProperties.IDLE_TIMEOUT.set(server, Duration.ZERO);
    // A client that reads slowly is no error.
    CoreModuleProperties.WAIT_FOR_SPACE_TIMEOUT.set(server, Duration.ofDays(1));
    try {
      server.start();
    } catch (BindException e) {
      if (port == 0) {
        throw e;
      }
      server.setPort(0);
      server.start();
    }
    return new LoopbackServer(server, KeyUtils.getFingerPrint(host.getPublic()));
  }

  public int port() {
    return server.getPort();
  }

  /** Of the host key, as OpenSSH prints it: {@code SHA256:…}. */
  public String fingerprint() {
    return fingerprint;
  }

  /** Ends all sessions and stops listening. */
  @Override
  public void close() {
    try {
      server.stop(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
