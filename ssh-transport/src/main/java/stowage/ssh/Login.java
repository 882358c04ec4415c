package stowage.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.PublicKey;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.session.SessionContext;
import org.jspecify.annotations.Nullable;

/** One attempt to log in to one host; the library's callbacks find it by the session. */
final class Login {
  private static final AttributeKey<Login> KEY = new AttributeKey<>();

  /** A host key that was not accepted; {@code verdict} is null when the files can't be read. */
  record Rejected(PublicKey key, KnownHosts.@Nullable Verdict verdict) {}

  private final Target target;
  private final List<Auth> ways;
  private final Credentials credentials;
  private final Prompts prompts;
  private final Relay relay;
  private final Set<String> tried = new LinkedHashSet<>();
  private volatile @Nullable Rejected rejected;
  private volatile @Nullable PublicKey accepted;
  private volatile boolean unanswered;
  private volatile boolean secured;

  private @Nullable Semaphore turn;
  private boolean over;

  Login(Target target, List<Auth> ways, Credentials credentials, Prompts prompts, Relay relay) {
    this.target = target;
    this.ways = ways;
    this.credentials = credentials;
    this.prompts = prompts;
    this.relay = relay;
  }

  AttributeRepository context() {
    return AttributeRepository.ofKeyValuePair(KEY, this);
  }

  static Login of(ClientSession session) {
    Login login = session.getConnectionContext().getAttribute(KEY);
    if (login == null) {
      throw new IllegalStateException("not one of our sessions");
    }
    return login;
  }

  static Optional<Login> find(SessionContext session) {
    return session instanceof ClientSession client && client.getConnectionContext() != null
        ? Optional.ofNullable(client.getConnectionContext().getAttribute(KEY))
        : Optional.empty();
  }

  Target target() {
    return target;
  }

  Credentials credentials() {
    return credentials;
  }

  Prompts prompts() {
    return prompts;
  }

  Relay relay() {
    return relay;
  }

  <T extends Auth> List<T> ways(Class<T> kind) {
    return ways.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** Notes a method that was really tried, by its SSH name. */
  void trying(String method) {
    synchronized (tried) {
      tried.add(method);
    }
  }

  List<String> tried() {
    synchronized (tried) {
      return List.copyOf(tried);
    }
  }

  /** A known or asked-for password goes to the host. */
  void sending() {
    unanswered = true;
  }

  /** The host has said what it thinks of it. */
  void answered() {
    unanswered = false;
  }

  /**
   * Some hosts end the connection instead of refusing a password. It must not be sent again by
   * itself then, or the account would soon be locked.
   */
  void forgetUnanswered() {
    if (unanswered) {
      credentials.forgetPassword(target);
    }
  }

  /** Why the host's key was not accepted, if that happened. */
  Optional<Rejected> rejected() {
    return Optional.ofNullable(rejected);
  }

  /** Called by the library for the first and every later key exchange. */
  boolean verify(PublicKey shown) {
    if (shown.equals(accepted)) {
      return true;
    }
    KnownHosts.Verdict verdict = null;
    try {
      verdict =
          KnownHosts.read(target.files().knownHosts())
              .check(target.address(), target.port(), shown);
    } catch (IOException _) {
      // Told apart by the missing verdict: a list that can't be read vouches for nobody.
    }
    if (verdict instanceof KnownHosts.Verdict.Known
        || (verdict instanceof KnownHosts.Verdict.Unknown && credentials.trusts(target, shown))) {
      accepted = shown;
      return true;
    }
    rejected = new Rejected(shown, verdict);
    return false;
  }

  /** Host-key algorithms in the order to offer them to this host. */
  List<String> order(List<String> algorithms) {
    try {
      return KnownHosts.read(target.files().knownHosts())
          .order(target.address(), target.port(), algorithms);
    } catch (IOException e) {
      return algorithms;
    }
  }

  /** Waits on the connecting thread, whose patience with the host begins anew afterwards. */
  void takeTurn(Semaphore turns) {
    try {
      relay.ask(() -> {
        turns.acquire();
        hold(turns);
        return turns;
      });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void hold(Semaphore turns) {
    if (over) {
      turns.release();
    } else {
      turn = turns;
    }
  }

  /** The host has proved who it is, and from now on nobody listens or joins in. */
  void keyEstablished() {
    secured = true;
    giveTurn();
  }

  /**
   * The library also believes a "you are in" that comes before the key exchange, from whoever sits
   * on the way.
   */
  boolean secured() {
    return secured;
  }

  /** After the key exchange, and at the end of the attempt; may be repeated. */
  synchronized void giveTurn() {
    if (turn != null) {
      turn.release();
      turn = null;
    }
  }

  /** The attempt has ended. */
  synchronized void end() {
    over = true;
    giveTurn();
  }
}
