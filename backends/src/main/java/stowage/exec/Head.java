package stowage.exec;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeoutException;

/** The beginning of what a program prints. The rest is never sent: the program is ended. */
public sealed interface Head<T> {

  /** The wanted part was there. */
  record Found<T>(T value) implements Head<T> {}

  /** The program ended before; how tells why. */
  record Ended<T>(Result ending) implements Head<T> {}

  /** Takes what it wants from the beginning of the output; it also bounds how much that is. */
  @FunctionalInterface
  interface Reader<T> {
    /**
     * @throws EOFException when the output ends before what is wanted
     */
    T read(InputStream out) throws IOException;
  }

  /**
   * Blocks.
   *
   * @param program its limit is that for reading
   */
  static <T> Head<T> read(Shell shell, Exec program, Reader<T> reader) throws HostException {
    try (Pipe pipe = shell.open(program)) {
      return Attended.call(shell.host(), program.limit(), () -> read(pipe, reader));
    } catch (TimeoutException _) {
      throw new HostException.TimedOut(shell.host(), program.shown(), program.limit().toSeconds());
    }
  }

  private static <T> Head<T> read(Pipe pipe, Reader<T> reader) throws IOException, HostException {
    pipe.in().close();
    try {
      return new Found<>(reader.read(pipe.out()));
    } catch (EOFException _) {
      return new Ended<>(pipe.await());
    }
  }
}
