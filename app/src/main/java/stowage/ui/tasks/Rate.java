package stowage.ui.tasks;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/** How fast something grows, over the last few seconds. */
final class Rate {
  private static final long WINDOW = Duration.ofSeconds(6).toNanos();
  private static final double SECOND = Duration.ofSeconds(1).toNanos();

  private record Sample(long nanos, long bytes) {}

  private final Deque<Sample> samples = new ArrayDeque<>();

  /**
   * @param nanos of a clock that only runs forward
   */
  void add(long nanos, long bytes) {
    samples.addLast(new Sample(nanos, bytes));
    while (samples.size() > 2 && nanos - samples.getFirst().nanos() > WINDOW) {
      samples.removeFirst();
    }
  }

  /** Empty as long as nobody can tell. */
  OptionalLong perSecond() {
    if (samples.size() < 2) {
      return OptionalLong.empty();
    }
    Sample first = samples.getFirst();
    Sample last = samples.getLast();
    double seconds = (last.nanos() - first.nanos()) / SECOND;
    return seconds <= 0
        ? OptionalLong.empty()
        : OptionalLong.of(Math.round((last.bytes() - first.bytes()) / seconds));
  }
}
