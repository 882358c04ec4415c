package stowage.pbs.server;

import java.util.Optional;
import stowage.exec.Secret;

/** Where the code of a second factor comes from, as an authenticator shows it now. */
@FunctionalInterface
public interface Codes {
  /** Nobody is there to be asked. */
  Codes NONE = _ -> Optional.empty();

  /**
   * Blocks until somebody has answered.
   *
   * @return empty when nobody does; else the caller closes it
   */
  Optional<Secret> code(String user);
}
