package stowage.ssh;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.UserAuth;
import org.apache.sshd.client.auth.UserAuthFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactoryFactory;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.core.CoreModuleProperties;
import stowage.exec.HostException;

/** Makes connections to hosts. One for the whole program: all connections share its few threads. */
public final class SshConnector implements AutoCloseable {
  private final SshClient client = SshClient.setUpDefaultClient();
  private final Names names = new Names();
  private final SshSettings settings;
  private final Dialer dialer;

  public SshConnector(SshSettings settings) {
    this.settings = settings;
    client.setIoServiceFactoryFactory(new Nio2ServiceFactoryFactory(Threads::virtual));
    // All of these are settled by Target and Auth, per host.
    client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
    client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
    client.setAgentFactory(null);
    client.setUserAuthFactories(
        List.of(
            new Method("publickey", KeyLogin::new),
            new Method(PasswordLogin.NAME, PasswordLogin::new),
            new Method(QuestionLogin.NAME, QuestionLogin::new)));
    client.setServerKeyVerifier((session, _, key) -> Login.of(session).verify(key));
    client.addSessionListener(new KeyExchanges());
    Algorithms.offer(client);
    set(client, settings);
    client.start();
    dialer = new Dialer(client, names, settings);
  }

  private static void set(SshClient client, SshSettings settings) {
    // Without it every small request waits for the acknowledgement of the one before: 40 ms.
    CoreModuleProperties.TCP_NODELAY.set(client, true);
    CoreModuleProperties.SOCKET_KEEPALIVE.set(client, true);
    CoreModuleProperties.IO_CONNECT_TIMEOUT.set(client, settings.connectTimeout());
    CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, settings.keepAlive());
    CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(client, settings.missedKeepAlives());
    // A link without work is kept; keep-alives tell whether it is still there.
    CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
    // People take their time; the host has a limit of its own.
    CoreModuleProperties.AUTH_TIMEOUT.set(client, Duration.ofMinutes(30));
    // As ssh does, a certificate that does not hold is passed over and the key in it is checked.
    CoreModuleProperties.ABORT_ON_INVALID_CERTIFICATE.set(client, false);
    // Else a host that can't start the command, for want of processes perhaps, would just be
    // silent.
    CoreModuleProperties.REQUEST_EXEC_REPLY.set(client, true);
    // A program that reads slowly is no error.
    CoreModuleProperties.WAIT_FOR_SPACE_TIMEOUT.set(client, Duration.ofDays(30));
  }

  /** A link that connects when it is first used, and then without asking anybody. */
  public SshLink link(Target target, List<Auth> ways) {
    return new SshLink(target, ways, dialer, settings);
  }

  /**
   * Connects at once, asking what has to be asked.
   *
   * @throws HostException when that failed; nothing is left open then
   */
  public SshLink connect(Target target, List<Auth> ways, Prompts prompts) throws HostException {
    SshLink link = link(target, ways);
    try {
      link.connect(prompts);
      return link;
    } catch (HostException | RuntimeException e) {
      link.close();
      throw e;
    }
  }

  /** Ends all connections. */
  @Override
  public void close() {
    client.stop();
    names.close();
  }

  /** Steps into key exchanges. */
  private static final class KeyExchanges implements SessionListener {
    private final Semaphore atOnce =
        new Semaphore(Math.max(4, 2 * Runtime.getRuntime().availableProcessors()), true);

    /**
     * Waits for a turn: a key exchange is the costly part of connecting, and a hundred at once
     * would all run into their time limit. Hosts that don't answer never get here.
     */
    @Override
    public void sessionPeerIdentificationReceived(
        Session session, String version, List<String> extraLines) {
      Login.find(session).ifPresent(login -> login.takeTurn(atOnce));
    }

    /** Offers a host the key algorithms first that it is known by. */
    @Override
    public void sessionNegotiationOptionsCreated(
        Session session, Map<KexProposalOption, String> proposal) {
      Login.find(session)
          .ifPresent(login ->
              proposal.computeIfPresent(
                  KexProposalOption.SERVERKEYS,
                  (_, usual) -> String.join(",", login.order(List.of(usual.split(","))))));
    }

    @Override
    public void sessionEvent(Session session, Event event) {
      if (event == Event.KeyEstablished) {
        Login.find(session).ifPresent(Login::keyEstablished);
      }
    }
  }

  private record Method(String name, Supplier<UserAuth> make) implements UserAuthFactory {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public UserAuth createUserAuth(ClientSession session) {
      return make.get();
    }
  }
}
