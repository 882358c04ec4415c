package stowage.demo.world;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A file's bytes, then zeros up to its pretended length. */
final class PaddedStream extends FilterInputStream {
  private long left;

  PaddedStream(InputStream in, long length) {
    super(in);
    left = length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int most) throws IOException {
    if (left <= 0) {
      return -1;
    }
    int wanted = (int) Math.min(most, left);
    int got = super.read(into, from, wanted);
    if (got < 0) {
      Arrays.fill(into, from, from + wanted, (byte) 0);
      got = wanted;
    }
    left -= got;
    return got;
  }

  @Override
  public long skip(long bytes) throws IOException {
    long skipped = Math.clamp(bytes, 0, left);
    // Behind the real end there is nothing to move in.
    long inFile = 0;
    while (inFile < skipped) {
      long step = super.skip(skipped - inFile);
      if (step <= 0) {
        break;
      }
      inFile += step;
    }
    left -= skipped;
    return skipped;
  }

  @Override
  public int available() throws IOException {
    return (int) Math.min(left, super.available());
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
