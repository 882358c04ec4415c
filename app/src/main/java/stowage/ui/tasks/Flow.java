package stowage.ui.tasks;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Data that pass through this computer: counted, and cut off when told to. Safe for threads. */
public final class Flow {
  /** What is left of data that did not all arrive. */
  public enum Remains {
    /** A part on the host, to go on from there. */
    ON_HOST,
    /** A part on this computer; no job of a host has to do with it. */
    HERE,
    NOTHING
  }

  private final long first;
  private final long total;
  private final Remains remains;
  private final AtomicLong passed = new AtomicLong();
  private volatile boolean cut;
  private volatile boolean begun;
  private volatile boolean over;
  private volatile boolean ended;
  private volatile String trouble = "";
  private @Nullable Thread waiting;

  /**
   * @param first bytes that were there already
   * @param total bytes of all, those included; 0 when nobody knows
   */
  public Flow(long first, long total, Remains remains) {
    this.first = first;
    this.total = total;
    this.remains = remains;
  }

  /** The same data, watched. Their end is only an end if nobody has cut them off. */
  public InputStream through(InputStream data) {
    begun = true;
    return new FilterInputStream(data) {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] to, int from, int most) throws IOException {
        int count = counted(to, from, most);
        if (count < 0) {
          over = true;
        } else {
          passed.addAndGet(count);
        }
        return count;
      }

      private int counted(byte[] to, int from, int most) throws IOException {
        try {
          requireWhole();
          int count = super.read(to, from, most);
          requireWhole();
          return count;
        } catch (IOException e) {
          if (!cut) {
            trouble = String.valueOf(e.getMessage());
          }
          throw e;
        }
      }
    };
  }

  private void requireWhole() throws IOException {
    if (cut) {
      throw new IOException("cut off");
    }
  }

  /** Ends the data where they are; what reads them fails. */
  public synchronized void cut() {
    cut = true;
    if (waiting != null) {
      waiting.interrupt();
    }
  }

  /** After the data: from now on the thread waits for the host, which being cut off interrupts. */
  public synchronized void waits(Thread thread) throws IOException {
    requireWhole();
    waiting = thread;
  }

  /** Too late to be cut off. */
  public synchronized void waited() {
    waiting = null;
  }

  /** Nothing passes any more, whole or not. */
  synchronized void end() {
    ended = true;
    waiting = null;
  }

  public boolean isCut() {
    return cut;
  }

  /** Whether cutting it off ends what it is for. */
  public synchronized boolean canBeCut() {
    return !cut && !ended && (!over || waiting != null);
  }

  /** Whether all of them have been read. */
  boolean isOver() {
    return over;
  }

  boolean flowing() {
    return begun && !over && !ended;
  }

  /** Bytes that are there now. */
  public long at() {
    return first + passed.get();
  }

  /** Bytes that have passed here. */
  public long passed() {
    return passed.get();
  }

  public long total() {
    return total;
  }

  public Remains remains() {
    return remains;
  }

  /** Why the data could not be read to their end; empty when they could, or were cut off. */
  Optional<String> trouble() {
    return trouble.isEmpty() ? Optional.empty() : Optional.of(trouble);
  }
}
