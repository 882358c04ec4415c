package stowage.cli;

import stowage.exec.HostException;
import stowage.pbs.server.ServerException;

/**
 * Exit statuses of the command line. They are documented in the manual page and never change their
 * meaning.
 */
enum Exit {
  OK(0),
  /** A step failed on the host; what had been done was undone: the host is as before. */
  FAILED(1),
  /** The input breaks a rule; no host was changed. */
  USAGE(2),
  /** No connection, or it broke or took too long. */
  UNREACHABLE(3),
  /** The host's key is unknown, or another one than before. */
  HOST_KEY(4),
  /** The login was refused, or {@code sudo} does not allow what is needed. */
  REFUSED(5),
  /** Somebody else changed the host or holds a lock; nothing was changed. Trying again may help. */
  CONFLICT(6),
  /** The host is neither as before nor as planned: a person must look. */
  STUCK(7),
  /** An answer was not understood, or a fault of the program itself. */
  FAULT(8),
  CANCELLED(130);

  final int status;

  Exit(int status) {
    this.status = status;
  }

  static Exit of(ServerException failure) {
    return switch (failure) {
      case ServerException.Unreachable _, ServerException.TimedOut _ -> UNREACHABLE;
      case ServerException.CertificateUnknown _, ServerException.CertificateChanged _ -> HOST_KEY;
      case ServerException.LoginRefused _,
          ServerException.SecondFactor _,
          ServerException.Forbidden _ ->
          REFUSED;
      case ServerException.NotFound _, ServerException.Refused _ -> FAILED;
      case ServerException.Foreign _, ServerException.Unreadable _, ServerException.TooLong _ ->
          FAULT;
      case ServerException.ReadOnlyMode _ -> USAGE;
      case ServerException.Cancelled _ -> CANCELLED;
    };
  }

  static Exit of(HostException failure) {
    return switch (failure) {
      case HostException.Unreachable _, HostException.TimedOut _ -> UNREACHABLE;
      case HostException.HostKeyUnknown _, HostException.HostKeyChanged _ -> HOST_KEY;
      case HostException.LoginRefused _, HostException.PrivilegeMissing _ -> REFUSED;
      case HostException.Conflict _ -> CONFLICT;
      case HostException.CommandFailed _, HostException.NoAnswer _ -> FAILED;
      case HostException.ReadOnlyMode _ -> USAGE;
      case HostException.Unreadable _ -> FAULT;
      case HostException.Cancelled _ -> CANCELLED;
    };
  }

  static Exit ofStatus(int status) {
    return java.util.Arrays.stream(values())
        .filter(e -> e.status == status)
        .findFirst()
        .orElse(FAULT);
  }

  /** Of several hosts' statuses the one that needs the most attention. */
  Exit worse(Exit other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
