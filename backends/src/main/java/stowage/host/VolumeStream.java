package stowage.host;

import java.io.FilterInputStream;
import java.io.IOException;
import stowage.exec.HostException;
import stowage.exec.Pipe;
import stowage.exec.Result;

/**
 * A volume's data on its way from a host. Its end is only an end if the program that reads the
 * volume says so; otherwise it is an {@link IOException}.
 */
public final class VolumeStream extends FilterInputStream {
  private final String program;
  private final Pipe pipe;
  private final Ending ending;
  private boolean over;

  /** What is to be done on the host when the volume has been read. */
  interface Ending {
    void happens() throws HostException;
  }

  VolumeStream(String program, Pipe pipe, Ending ending) {
    super(pipe.out());
    this.program = program;
    this.pipe = pipe;
    this.ending = ending;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int from, int most) throws IOException {
    int count = over ? -1 : super.read(to, from, most);
    if (count < 0 && !over) {
      over = true;
      confirm();
    }
    return count;
  }

  private void confirm() throws IOException {
    try {
      Result end = pipe.await();
      if (!end.ok()) {
        throw new IOException(program + ": " + end.errorLine());
      }
    } catch (HostException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    pipe.close();
    try {
      ending.happens();
    } catch (HostException e) {
      throw new IOException(e);
    }
  }
}
