package stowage.ssh;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import stowage.exec.Secret;

/** A way to log in. Several are tried in order; keys are always tried before passwords. */
public sealed interface Auth {

  /**
   * Keys held by an agent.
   *
   * @param socket what {@code SSH_AUTH_SOCK} names
   */
  record Agent(Path socket) implements Auth {}

  /** A private key in OpenSSH or PEM format; its certificate is taken from {@code …-cert.pub}. */
  record KeyFile(Path path) implements Auth {}

  /**
   * A password that is already known; if it is refused, another one is asked for. It is wiped then,
   * and when the link is closed.
   */
  record Password(Secret secret) implements Auth {}

  /** A password that is asked for when it is needed. */
  record AskPassword() implements Auth {}

  /** Whatever the host asks. */
  record KeyboardInteractive() implements Auth {}

  /** What {@code ssh} would try: agent, the target's key files, then questions. */
  static List<Auth> usual(Target target) {
    List<Auth> ways = new ArrayList<>();
    Path agent = target.files().agent();
    if (agent != null) {
      ways.add(new Agent(agent));
    }
    target.files().identities().stream()
        .filter(Files::isRegularFile)
        .forEach(file -> ways.add(new KeyFile(file)));
    ways.add(new KeyboardInteractive());
    ways.add(new AskPassword());
    return List.copyOf(ways);
  }
}
