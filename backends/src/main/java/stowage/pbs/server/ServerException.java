package stowage.pbs.server;

import org.jspecify.annotations.Nullable;
import stowage.message.Message;

/**
 * Why a backup server did not do what was asked. Sealed, so that words are found for every case;
 * the message never holds a secret. What the server itself said is untrusted text.
 */
public abstract sealed class ServerException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Message said;

  private ServerException(Message said, @Nullable Throwable cause) {
    super(said.key() + " " + said.args(), cause);
    this.said = said;
  }

  private ServerException(Message said) {
    super(said.key() + " " + said.args());
    this.said = said;
  }

  /** What happened, to be put into words. */
  public Message said() {
    return said;
  }

  /** No connection, or it broke. A change that was under way may or may not have been made. */
  public static final class Unreachable extends ServerException {
    private static final long serialVersionUID = 1;

    Unreachable(Endpoint server, String reason, Throwable cause) {
      super(Message.of("server.unreachable", server.toString(), reason), cause);
    }
  }

  /** No pin is known and no authority vouches for the server: ask, then try again with the pin. */
  public static final class CertificateUnknown extends ServerException {
    private static final long serialVersionUID = 1;
    private final transient Pin shown;

    CertificateUnknown(Endpoint server, Pin shown) {
      super(Message.of("server.certificate-unknown", server.toString(), shown.text()));
      this.shown = shown;
    }

    /** What the server showed; to be compared with what its console says. */
    public Pin shown() {
      return shown;
    }
  }

  /** Another certificate than the pinned one. Never accepted from inside the program. */
  public static final class CertificateChanged extends ServerException {
    private static final long serialVersionUID = 1;
    private final transient Pin shown;

    CertificateChanged(Endpoint server, Pin pinned, Pin shown) {
      super(
          Message.of("server.certificate-changed", server.toString(), shown.text(), pinned.text()));
      this.shown = shown;
    }

    public Pin shown() {
      return shown;
    }
  }

  /** Wrong password or token, or an account that is disabled or has run out. */
  public static final class LoginRefused extends ServerException {
    private static final long serialVersionUID = 1;

    LoginRefused(Endpoint server, String user, String text) {
      super(Message.of("server.login-refused", server.toString(), user, text));
    }
  }

  /** The password is right, but the account wants a second factor: a token is needed instead. */
  public static final class SecondFactor extends ServerException {
    private static final long serialVersionUID = 1;

    SecondFactor(Endpoint server, String user) {
      super(Message.of("server.second-factor", server.toString(), user));
    }
  }

  /** A right is missing; the server's text names it. */
  public static final class Forbidden extends ServerException {
    private static final long serialVersionUID = 1;

    Forbidden(Endpoint server, String user, String text) {
      super(Message.of("server.forbidden", server.toString(), user, text));
    }
  }

  /** What was asked for is not there, or this server cannot do it yet. */
  public static final class NotFound extends ServerException {
    private static final long serialVersionUID = 1;

    NotFound(Endpoint server, String text) {
      super(Message.of("server.not-found", server.toString(), text));
    }
  }

  /** The server understood and did not do it. */
  public static final class Refused extends ServerException {
    private static final long serialVersionUID = 1;
    private final int status;

    Refused(Endpoint server, int status, String text) {
      super(Message.of("server.refused", server.toString(), text));
      this.status = status;
    }

    /** Of HTTP. */
    public int status() {
      return status;
    }
  }

  /** Something else than a backup server answers there. */
  public static final class Foreign extends ServerException {
    private static final long serialVersionUID = 1;

    Foreign(Endpoint server, String what) {
      super(Message.of("server.foreign", server.toString(), what));
    }
  }

  /** An answer that makes no sense. */
  public static final class Unreadable extends ServerException {
    private static final long serialVersionUID = 1;

    Unreadable(Endpoint server, String what) {
      super(Message.of("server.unreadable", server.toString(), what));
    }
  }

  /** An answer larger than it may be. */
  public static final class TooLong extends ServerException {
    private static final long serialVersionUID = 1;

    TooLong(Endpoint server, String what, long limit) {
      super(Message.of("server.too-long", server.toString(), what, limit));
    }
  }

  public static final class TimedOut extends ServerException {
    private static final long serialVersionUID = 1;

    TimedOut(Endpoint server, String what, long seconds) {
      super(Message.of("server.timed-out", server.toString(), what, seconds));
    }
  }

  /** Nothing may be changed; nothing was sent. */
  public static final class ReadOnlyMode extends ServerException {
    private static final long serialVersionUID = 1;

    ReadOnlyMode(Endpoint server) {
      super(Message.of("host.read-only", server.toString()));
    }
  }

  /** The calling thread was interrupted. */
  public static final class Cancelled extends ServerException {
    private static final long serialVersionUID = 1;

    Cancelled(Endpoint server) {
      super(Message.of("server.cancelled", server.toString()));
    }
  }
}
