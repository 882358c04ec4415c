package stowage.exec;

import java.io.InputStream;
import java.io.OutputStream;

/**
 * Starts processes on one host: all that a transport has to offer. {@link WireShell} makes a {@link
 * Shell} of it. Safe for use by several threads.
 */
public interface Link extends AutoCloseable {

  /** The host as the user calls it, for messages. */
  String host();

  /**
   * Starts a command line in the login user's shell.
   *
   * @param errors told the standard error as it comes, from any thread; never blocks
   */
  Channel start(String commandLine, OutputStream errors) throws HostException;

  /** Ends the connection and with it every channel. */
  @Override
  void close();

  /** A started process. Reading and writing fail with an IOException once the link is broken. */
  interface Channel extends AutoCloseable {
    /** Its standard input; writing blocks while the process does not read. */
    OutputStream in();

    /** Its standard output; the process blocks while nobody reads. */
    InputStream out();

    /**
     * Waits until the process has ended and its standard error was delivered.
     *
     * @return its exit status, 128 + n after signal n
     * @throws HostException.Unreachable when the link broke before its end was known
     */
    int await() throws HostException, InterruptedException;

    /** Frees the channel at once; readers see the end. Never blocks for long, may be repeated. */
    @Override
    void close();
  }
}
