package stowage.exec;

import java.util.function.UnaryOperator;

/** What can be sent to a host in one go. */
public sealed interface Command permits Exec, Batch, Job {

  /**
   * The same command with each of its programs replaced; decorators such as {@code Sudo} use it.
   */
  Command map(UnaryOperator<Exec> change);

  boolean changesHost();
}
