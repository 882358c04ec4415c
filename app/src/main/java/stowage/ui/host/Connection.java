package stowage.ui.host;

import stowage.host.Host;
import stowage.ui.connect.Request;

/** Where a host's connection stands. */
public sealed interface Connection {

  /** Not asked for, or ended by the user. */
  record Off() implements Connection {}

  record Connecting() implements Connection {}

  /** It goes on once the user has answered. */
  record Asking(Request question) implements Connection {}

  record On(Host host) implements Connection {}

  /**
   * The last attempt to connect or to refresh failed; data of an earlier one may still be shown.
   */
  record Failed(Exception why) implements Connection {}
}
