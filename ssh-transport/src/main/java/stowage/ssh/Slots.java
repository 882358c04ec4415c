package stowage.ssh;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Places for channels on one connection, with one kept back for stopping what runs. */
final class Slots {
  private final Semaphore places;
  private final Semaphore stopping = new Semaphore(1, true);
  private final AtomicInteger left;
  private final AtomicInteger taken = new AtomicInteger();

  Slots(int places) {
    this.places = new Semaphore(places, true);
    left = new AtomicInteger(places);
  }

  /** One place. */
  final class Slot {
    private final Semaphore from;
    private final AtomicBoolean held = new AtomicBoolean(true);

    private Slot(Semaphore from) {
      this.from = from;
    }

    /** May be repeated. */
    void free() {
      if (held.compareAndSet(true, false)) {
        taken.decrementAndGet();
        from.release();
      }
    }
  }

  /** Waits for a place, first come first served. */
  Slot take(boolean forStopping) throws InterruptedException {
    Semaphore from = forStopping ? stopping : places;
    from.acquire();
    taken.incrementAndGet();
    return new Slot(from);
  }

  /**
   * Gives up a place for good; false if it is the only one in use, or the last one that is left:
   * whoever comes next would wait for ever.
   */
  boolean shrink(Slot slot) {
    if (taken.get() <= 1 || left.getAndUpdate(n -> Math.max(1, n - 1)) == 1) {
      return false;
    }
    if (slot.held.compareAndSet(true, false)) {
      taken.decrementAndGet();
    }
    return true;
  }
}
