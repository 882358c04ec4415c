package stowage.pbs.server;

import java.time.Clock;
import stowage.exec.Secret;

/** Ways of the tests to a server. */
final class Clients {
  static final Space MAIN = new Space("main", "");
  static final Space SITE = new Space("main", "site/a");

  private Clients() {}

  static Account token() {
    return new Account("stowage@pbs!console", Secret.of("s3/cret +%".toCharArray()));
  }

  static Account user() {
    return new Account("root@pam", Secret.of("päss&word=".toCharArray()));
  }

  /** Through a tunnel, as it were: the server has a name that leads nowhere. */
  static Endpoint at(int port) {
    return Endpoint.direct("pbs.example.test", 8007, null).through(port);
  }

  static BackupServer pinned(FakeServer server, Certificates who, Account account) {
    return new BackupServer(at(server.port()).pinnedTo(who.pin()), account);
  }

  static BackupServer ticking(FakeServer server, Certificates who, Account account, Clock clock) {
    return new BackupServer(
        at(server.port()).pinnedTo(who.pin()), account, Trust.authorities(null), clock);
  }
}
