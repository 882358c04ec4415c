package stowage.type;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import stowage.volume.Size;

/** The eight bytes before the data of a {@link StreamFormat#sized} stream. */
public final class StreamHead {
  private StreamHead() {}

  public static void write(OutputStream to, Size size) throws IOException {
    to.write(
        ByteBuffer.allocate(Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(size.bytes())
            .array());
  }

  /**
   * @throws IOException when it is cut off or can't be a size
   */
  public static Size read(InputStream from) throws IOException {
    byte[] head = from.readNBytes(Long.BYTES);
    if (head.length < Long.BYTES) {
      throw new EOFException("the stream ends before its size");
    }
    long bytes = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (bytes < 0) {
      throw new IOException("the stream does not begin with a size");
    }
    return new Size(bytes);
  }
}
