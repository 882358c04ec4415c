package stowage.ui.wizard;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import stowage.exec.HostException;
import stowage.host.ServerPool;
import stowage.host.Servers;
import stowage.message.Message;
import stowage.pbs.server.Codes;
import stowage.pbs.server.ServerException;
import stowage.schema.Draft;
import stowage.schema.InvalidException;
import stowage.schema.Properties;

/** Tries a change of how a pool reaches its backup server, before the host is told of it. */
final class ServerTrial {
  private static final Set<String> TRIED =
      Set.of(
          Properties.PBS_PORT.key(),
          Properties.PBS_USERNAME.key(),
          Properties.PASSWORD.key(),
          Properties.FINGERPRINT.key(),
          Properties.NAMESPACE.key());

  private ServerTrial() {}

  static boolean isNeeded(Draft draft) {
    return Stream.of(draft.values().keySet(), draft.secrets().keySet(), draft.deletes())
        .flatMap(Set::stream)
        .anyMatch(TRIED::contains);
  }

  /** Why the pool would not work afterwards; blocks. The host can't answer a second factor. */
  static Optional<Message> obstacle(Servers servers, Draft draft)
      throws HostException, InvalidException, ServerException {
    try (ServerPool at = servers.asking(Codes.NONE).of(draft)) {
      return at.obstacle();
    }
  }

  /** Whether nothing was learned: the host may reach what this computer does not. */
  static boolean isOpen(Exception why) {
    return why instanceof HostException
        || why instanceof ServerException.Unreachable
        || why instanceof ServerException.TimedOut;
  }
}
