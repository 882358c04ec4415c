package stowage.demo.world;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Takes as many bytes as the file system has room for. Looking for room takes a while, so the first
 * mebibyte always fits.
 */
final class BoundedStream extends FilterOutputStream {
  private static final long UNASKED = 1 << 20;

  private final Room room;
  private long left = UNASKED;
  private boolean asked;

  /** Tells how many bytes fit. */
  @FunctionalInterface
  interface Room {
    long bytes() throws IOException;
  }

  /** The file system is full. */
  static final class FullException extends IOException {
    private static final long serialVersionUID = 1;

    FullException() {
      super("No space left on device");
    }
  }

  BoundedStream(OutputStream out, Room room) {
    super(out);
    this.room = room;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    if (length > left && !asked) {
      asked = true;
      left = room.bytes();
    }
    if (length > left) {
      throw new FullException();
    }
    left -= length;
    out.write(bytes, from, length);
  }
}
