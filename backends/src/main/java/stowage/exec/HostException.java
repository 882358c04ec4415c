package stowage.exec;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stowage.message.Message;

/**
 * Why a host did not do what was asked. Sealed, so that the console and the command line must find
 * words for every case; the message never holds a secret.
 */
public abstract sealed class HostException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Message said;

  protected HostException(Message said, @Nullable Throwable cause) {
    super(said.key() + " " + said.args(), cause);
    this.said = said;
  }

  protected HostException(Message said) {
    super(said.key() + " " + said.args());
    this.said = said;
  }

  /** What happened, to be put into words. */
  public Message said() {
    return said;
  }

  /** No connection, or it broke. Whether a running job went on is told by attaching to it again. */
  public static final class Unreachable extends HostException {
    private static final long serialVersionUID = 1;
    private final @Nullable String job;

    public Unreachable(String host, String reason, Throwable cause) {
      super(Message.of("host.unreachable", host, reason), cause);
      this.job = null;
    }

    public Unreachable(String host, String reason) {
      super(Message.of("host.unreachable", host, reason));
      this.job = null;
    }

    private Unreachable(Message said, @Nullable String job, @Nullable Throwable cause) {
      super(said, cause);
      this.job = job;
    }

    /** For a reason that has words of its own. */
    public static Unreachable because(Message said, @Nullable Throwable cause) {
      return new Unreachable(said, null, cause);
    }

    /**
     * The link broke while the host was at work, which it goes on with.
     *
     * @param job names it, to follow it again later
     */
    public static Unreachable during(String host, String job, HostException cause) {
      return new Unreachable(Message.of("host.unreachable-during", host, job), job, cause);
    }

    /** The job that was sent and may be running or done; empty when nothing was under way. */
    public Optional<String> job() {
      return Optional.ofNullable(job);
    }
  }

  /** The host's key is in no known_hosts file: ask, then try again. */
  public static final class HostKeyUnknown extends HostException {
    private static final long serialVersionUID = 1;
    private final String keyType;
    private final String fingerprint;

    /**
     * @param keyType for example {@code ssh-ed25519}
     * @param fingerprint {@code SHA256:…} as OpenSSH prints it
     */
    public HostKeyUnknown(String host, String keyType, String fingerprint) {
      super(Message.of("host.key-unknown", host, keyType, fingerprint));
      this.keyType = keyType;
      this.fingerprint = fingerprint;
    }

    public String keyType() {
      return keyType;
    }

    public String fingerprint() {
      return fingerprint;
    }
  }

  /** Another key than the known one, or a revoked one. Never accepted from inside the program. */
  public static final class HostKeyChanged extends HostException {
    private static final long serialVersionUID = 1;

    /**
     * @param knownAt file and line of the key that was expected, or of the revocation
     */
    public HostKeyChanged(String host, String keyType, String fingerprint, String knownAt) {
      super(Message.of("host.key-changed", host, keyType, fingerprint, knownAt));
    }
  }

  /** Every way to log in that was allowed has been refused. */
  public static final class LoginRefused extends HostException {
    private static final long serialVersionUID = 1;

    public LoginRefused(String host, String user, List<String> tried) {
      super(Message.of("host.login-refused", host, user, String.join(", ", tried)));
    }
  }

  /** {@code sudo} is missing or does not allow a program without asking for a password. */
  public static final class PrivilegeMissing extends HostException {
    private static final long serialVersionUID = 1;

    /**
     * @param rule the line that sudoers lacks
     */
    public PrivilegeMissing(String host, String user, String program, String rule) {
      super(Message.of("host.privilege-missing", host, user, program, rule));
    }

    private PrivilegeMissing(Message said) {
      super(said);
    }

    /** There is no {@code sudo} at all. */
    public static PrivilegeMissing withoutSudo(String host, String user, String rule) {
      return new PrivilegeMissing(Message.of("host.privilege-no-sudo", host, user, rule));
    }
  }

  public static final class TimedOut extends HostException {
    private static final long serialVersionUID = 1;

    public TimedOut(String host, String what, long seconds) {
      super(Message.of("host.timed-out", host, what, seconds));
    }
  }

  /** A program ended with an error where there was no other way on. */
  public static final class CommandFailed extends HostException {
    private static final long serialVersionUID = 1;

    public CommandFailed(String host, String command, int status, String errorLine) {
      super(Message.of("host.command-failed", host, command, status, errorLine));
    }
  }

  /** An answer that makes no sense, or that is larger than it may be. */
  public static final class Unreadable extends HostException {
    private static final long serialVersionUID = 1;

    public Unreadable(String host, String what, String detail) {
      super(Message.of("host.unreadable", host, what, detail));
    }
  }

  /** The host is not as it was when the change was planned; nothing has been done. */
  public static final class Conflict extends HostException {
    private static final long serialVersionUID = 1;

    public Conflict(Message guard) {
      super(guard);
    }
  }

  /** The host is reached, but did not tell something that has to be known first. */
  public static final class NoAnswer extends HostException {
    private static final long serialVersionUID = 1;

    /**
     * @param reason why, for example that a pool is not mounted
     */
    public NoAnswer(Message reason) {
      super(reason);
    }
  }

  /** Something that would change the host was refused because of read-only mode. */
  public static final class ReadOnlyMode extends HostException {
    private static final long serialVersionUID = 1;

    public ReadOnlyMode(String host) {
      super(Message.of("host.read-only", host));
    }
  }

  public static final class Cancelled extends HostException {
    private static final long serialVersionUID = 1;

    public Cancelled(String host) {
      super(Message.of("host.cancelled", host));
    }
  }
}
