package stowage.ssh;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.jspecify.annotations.Nullable;
import stowage.exec.HostException;
import stowage.message.Message;

/** Turns what the library throws into what a person can be told. */
final class Failures {
  /** Reasons that servers give for ending a connection because of the login. */
  private static final Set<Integer> REFUSALS =
      Set.of(
          SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR, // OpenSSH: too many attempts
          SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE,
          SshConstants.SSH2_DISCONNECT_AUTH_CANCELLED_BY_USER,
          SshConstants.SSH2_DISCONNECT_ILLEGAL_USER_NAME);

  private Failures() {}

  /** Why this attempt to log in came to nothing. */
  static HostException of(Login login, Exception error) {
    Target target = login.target();
    if (login.rejected().isPresent()) {
      return hostKey(target, login.rejected().get());
    }
    SshException ssh = find(error, SshException.class);
    int code = ssh == null ? 0 : ssh.getDisconnectCode();
    // The library says "protocol error" too, of what it can't read.
    boolean early = code == SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR && login.tried().isEmpty();
    if (REFUSALS.contains(code) && !early) {
      // "none" is the method that every login begins with.
      List<String> tried = login.tried().isEmpty() ? List.of("none") : login.tried();
      return new HostException.LoginRefused(target.name(), target.user(), tried);
    }
    String place = target.address() + ":" + target.port();
    if (find(error, UnknownHostException.class) != null) {
      return unreachable(error, "host.unreachable-name", target.name(), target.address());
    }
    if (find(error, NoRouteToHostException.class) != null) {
      return unreachable(error, "host.unreachable-route", target.name(), place);
    }
    ConnectException connect = find(error, ConnectException.class);
    if (connect != null) {
      String key =
          String.valueOf(connect.getMessage()).contains("refused")
              ? "host.unreachable-refused"
              : "host.unreachable-silent";
      return unreachable(error, key, target.name(), place);
    }
    if (code == SshConstants.SSH2_DISCONNECT_KEY_EXCHANGE_FAILED) {
      return unreachable(error, "host.unreachable-algorithms", target.name(), text(error));
    }
    return new HostException.Unreachable(target.name(), text(error), error);
  }

  private static HostException hostKey(Target target, Login.Rejected rejected) {
    String type = Dialer.keyType(rejected.key());
    String fingerprint = Dialer.fingerprint(rejected.key());
    return switch (rejected.verdict()) {
      case KnownHosts.Verdict.Changed(String at) ->
          new HostException.HostKeyChanged(target.name(), type, fingerprint, at);
      case KnownHosts.Verdict.Revoked(String at) ->
          new HostException.HostKeyChanged(target.name(), type, fingerprint, at);
      case KnownHosts.Verdict.Known _, KnownHosts.Verdict.Unknown _ ->
          new HostException.HostKeyUnknown(target.name(), type, fingerprint);
      case null ->
          HostException.Unreachable.because(
              Message.of(
                  "host.known-hosts-unreadable",
                  target.name(),
                  target.files().knownHosts().toString()),
              null);
    };
  }

  static HostException notRemembered(Target target, IOException error) {
    return unreachable(
        error,
        "host.key-not-remembered",
        target.name(),
        target.files().knownHosts().getFirst().toString(),
        text(error));
  }

  /** A connection that was there is gone. */
  static HostException broken(Target target, @Nullable Exception error) {
    return HostException.Unreachable.because(Message.of("host.link-broken", target.name()), error);
  }

  /** The host is there but starts nothing more. */
  static HostException channelRefused(Target target, IOException error) {
    return unreachable(error, "host.channel-refused", target.name(), text(error));
  }

  private static HostException unreachable(Exception error, String key, Object... args) {
    return HostException.Unreachable.because(Message.of(key, args), error);
  }

  private static <T extends Throwable> @Nullable T find(Throwable error, Class<T> kind) {
    Throwable at = error;
    for (int depth = 0; at != null && depth < 10; depth++) {
      if (kind.isInstance(at)) {
        return kind.cast(at);
      }
      at = at.getCause();
    }
    return null;
  }

  /** Hosts choose part of this text, so it is kept to one short printable line. */
  private static String text(Throwable error) {
    String message = error.getMessage();
    String text = message == null ? error.getClass().getSimpleName() : message;
    String line = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]+", " ").strip();
    return line.length() > 200 ? line.substring(0, 200) : line;
  }
}
