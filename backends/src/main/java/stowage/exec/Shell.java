package stowage.exec;

/**
 * The one port to a host. Implementations: over SSH, a local process, a recorded transcript; and
 * the decorators {@code Sudo}, {@code ReadOnly}, {@code Recording}, {@code Slow}, {@code Flaky}.
 *
 * <p>Blocks: call it on a virtual thread. Interrupting the thread cancels the command; the program
 * on the host is told to stop, and {@link HostException.Cancelled} is thrown. A {@link Job} is
 * never cancelled that way, only left.
 */
public interface Shell extends AutoCloseable {

  /** The host as the user calls it, for messages. */
  String host();

  /**
   * Runs the command to its end and returns what it answered. A program that fails is a result, not
   * an exception. The answer to a {@link Batch} is read by {@link Batch#answers}, that to a {@link
   * Job} by {@code Journal.parse}.
   */
  Result run(Command command) throws HostException;

  /**
   * Starts the command and returns its streams at once: for large data and for following a job. Its
   * limits do not apply. An {@link Exec} with an input is given that; with none, {@link Pipe#in} is
   * the caller's to write and to close. What a {@link Job} reads as {@link Input.Streamed} is
   * written there as {@link Frames}.
   *
   * @throws IllegalArgumentException for a {@link Batch}
   */
  Pipe open(Command command) throws HostException;

  /** Whether nothing may be changed by way of this host, also not on servers behind it. */
  default boolean isReadOnly() {
    return false;
  }

  @Override
  void close();
}
