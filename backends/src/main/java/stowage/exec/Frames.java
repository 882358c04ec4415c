package stowage.exec;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Data that follows a plan on the same channel, in blocks: a line with the number of bytes, then
 * the bytes. A line with 0 is the end, so that an end can be told from a broken link.
 */
public final class Frames {
  private static final int BLOCK = 1 << 20;
  private static final int LONGEST_LINE = 20;

  private Frames() {}

  /** Sends all data on a thread of its own; without an end when it can't be read to its own. */
  static void send(InputStream data, OutputStream to) {
    Thread.startVirtualThread(() -> {
      try (to) {
        write(data, to);
      } catch (IOException _) {
        // Who reads it misses the end, and says so in the journal.
      }
    });
  }

  static void write(InputStream data, OutputStream to) throws IOException {
    byte[] block = new byte[BLOCK];
    for (int n = data.readNBytes(block, 0, BLOCK); n > 0; n = data.readNBytes(block, 0, BLOCK)) {
      to.write((n + "\n").getBytes(StandardCharsets.US_ASCII));
      to.write(block, 0, n);
      to.flush();
    }
    to.write("0\n".getBytes(StandardCharsets.US_ASCII));
    to.flush();
  }

  /** The data without the blocks' heads; an {@link EOFException} where the end is missing. */
  public static Data read(InputStream frames) {
    return new Data(frames);
  }

  /** What was sent. */
  public static final class Data extends FilterInputStream {
    private int left;
    private boolean over;

    private Data(InputStream frames) {
      super(frames);
    }

    /** Whether all of it has been read, and its end came. */
    public boolean whole() throws IOException {
      return read() < 0;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int from, int most) throws IOException {
      if (left == 0 && !over) {
        Optional<String> line = BatchFormat.line(in, LONGEST_LINE);
        left = BatchFormat.number(line.orElseThrow(EOFException::new), BLOCK);
        over = left == 0;
      }
      if (over) {
        return -1;
      }
      int count = super.read(to, from, Math.min(most, left));
      if (count < 0) {
        throw new EOFException();
      }
      left -= count;
      return count;
    }

    @Override
    public int available() {
      return 0;
    }
  }
}
