package stowage.host;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import stowage.exec.HostException;
import stowage.message.Message;
import stowage.pbs.server.Codes;
import stowage.pbs.server.ServerException;
import stowage.schema.Draft;
import stowage.schema.InvalidException;
import stowage.schema.Properties;

/** Tries a change of how a pool reaches its backup server, before the host is told of it. */
public final class ServerTrial {
  private static final Set<String> TRIED =
      Set.of(
          Properties.PBS_PORT.key(),
          Properties.PBS_USERNAME.key(),
          Properties.PASSWORD.key(),
          Properties.FINGERPRINT.key(),
          Properties.NAMESPACE.key());

  private ServerTrial() {}

  public static boolean isNeeded(Draft draft) {
    return Stream.of(draft.values().keySet(), draft.secrets().keySet(), draft.deletes())
        .flatMap(Set::stream)
        .anyMatch(TRIED::contains);
  }

  /** Why the pool would not work afterwards; blocks. The host can't answer a second factor. */
  public static Optional<Message> obstacle(Servers servers, Draft draft)
      throws HostException, InvalidException, ServerException {
    try (ServerPool at = servers.asking(Codes.NONE).of(draft)) {
      return at.obstacle();
    }
  }

  /** The same for any pool: those that are switched off, or behind no server, are not tried. */
  public static Optional<Message> obstacleIfUsed(Servers servers, Draft draft)
      throws HostException, InvalidException, ServerException {
    return isNeeded(draft) && servers.isUsedAfter(draft)
        ? obstacle(servers, draft)
        : Optional.empty();
  }

  /** Whether nothing was learned: the host may reach what this computer does not. */
  public static boolean isOpen(Exception why) {
    return why instanceof HostException
        || why instanceof ServerException.Unreachable
        || why instanceof ServerException.TimedOut;
  }
}
