package stowage.exec;

import java.io.InputStream;
import java.io.OutputStream;

/**
 * A running command's streams. Writing blocks while the program does not read, and the program
 * blocks while nobody reads here, so no amount of data is ever held in memory.
 */
public interface Pipe extends AutoCloseable {

  /** The program's standard output. */
  InputStream out();

  /** The program's standard input; close it for end of file. */
  OutputStream in();

  /** Waits for the end; read {@link #out} to its end first. The result's {@code out} is empty. */
  Result await() throws HostException;

  /** Ends the program on the host if it still runs, then frees the channel. */
  @Override
  void close();
}
