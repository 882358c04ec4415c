package stowage.exec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A link whose streams break after some bytes, the first few times. */
public final class Dropping implements Shell {
  private final Shell shell;
  private final int breaks;
  private final int bytes;
  private int opened;

  /**
   * @param breaks how many streams break; later ones hold
   * @param bytes how many of each get through
   */
  public Dropping(Shell shell, int breaks, int bytes) {
    this.shell = shell;
    this.breaks = breaks;
    this.bytes = bytes;
  }

  /** Streams so far. */
  public int opened() {
    return opened;
  }

  @Override
  public String host() {
    return shell.host();
  }

  @Override
  public Result run(Command command) throws HostException {
    return shell.run(command);
  }

  @Override
  public Pipe open(Command command) throws HostException {
    Pipe pipe = shell.open(command);
    return opened++ < breaks ? new Broken(pipe) : pipe;
  }

  @Override
  public void close() {
    shell.close();
  }

  private final class Broken implements Pipe {
    private final Pipe pipe;
    private int left = bytes;

    Broken(Pipe pipe) {
      this.pipe = pipe;
    }

    @Override
    public InputStream out() {
      return new InputStream() {
        @Override
        public int read() throws IOException {
          if (left-- <= 0) {
            throw new IOException("the connection was lost");
          }
          return pipe.out().read();
        }

        @Override
        public int read(byte[] buffer, int at, int length) throws IOException {
          int next = read();
          if (next < 0) {
            return -1;
          }
          buffer[at] = (byte) next;
          return 1;
        }
      };
    }

    @Override
    public OutputStream in() {
      return pipe.in();
    }

    @Override
    public Result await() throws HostException {
      return pipe.await();
    }

    @Override
    public void close() {
      pipe.close();
    }
  }
}
