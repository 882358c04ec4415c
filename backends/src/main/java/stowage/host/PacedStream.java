package stowage.host;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Data that come no faster than they may, counted from the first of them. */
final class PacedStream extends FilterInputStream {
  private static final double SECOND = 1e9;

  /** Parts of a second's bytes that are taken at once, so that they come evenly. */
  private static final long PARTS = 10;

  private final long rate;
  private final LongSupplier nanos;
  private final Pause pause;
  private long begun = -1;
  private long passed;

  /** Waits. */
  @FunctionalInterface
  interface Pause {
    void lasting(Duration time) throws InterruptedException;
  }

  /**
   * @param rate bytes per second
   */
  PacedStream(InputStream in, long rate) {
    this(in, rate, System::nanoTime, Thread::sleep);
  }

  PacedStream(InputStream in, long rate, LongSupplier nanos, Pause pause) {
    super(in);
    this.rate = rate;
    this.nanos = nanos;
    this.pause = pause;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int from, int most) throws IOException {
    if (begun < 0) {
      begun = nanos.getAsLong();
    }
    int count = super.read(to, from, (int) Math.min(most, Math.max(1, rate / PARTS)));
    if (count > 0) {
      passed += count;
      slow();
    }
    return count;
  }

  private void slow() throws IOException {
    long early = (long) (passed * SECOND / rate) - (nanos.getAsLong() - begun);
    if (early <= 0) {
      return;
    }
    try {
      pause.lasting(Duration.ofNanos(early));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("stopped while waiting").initCause(e);
    }
  }
}
