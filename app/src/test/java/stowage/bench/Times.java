package stowage.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * How long something took, each of several times. What counts is the shortest: whatever else runs
 * on the machine can only make it longer.
 */
record Times(List<Duration> all) {
  Times {
    all = all.stream().sorted().toList();
  }

  /** What is measured. */
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }

  static Times of(int rounds, Work work) throws Exception {
    return of(Collections.nCopies(rounds, work));
  }

  static Times of(List<Work> works) throws Exception {
    List<Duration> times = new ArrayList<>();
    for (Work work : works) {
      long begun = System.nanoTime();
      work.run();
      times.add(Duration.ofNanos(System.nanoTime() - begun));
    }
    return new Times(times);
  }

  Duration least() {
    return all.getFirst();
  }

  Times times(double factor) {
    return new Times(
        all.stream().map(one -> Duration.ofNanos((long) (one.toNanos() * factor))).toList());
  }

  /** The shortest, and what it is in terms of another one. */
  String against(Times other) {
    return shown(least()) + " (" + ratio(least(), other.least()) + ")";
  }

  String shown() {
    return shown(least());
  }

  static String shown(Duration time) {
    double ms = time.toNanos() / 1e6;
    if (ms < 1000) {
      return String.format(Locale.ROOT, "%.0f ms", ms);
    }
    return ms < 100_000
        ? String.format(Locale.ROOT, "%.1f s", ms / 1000)
        : String.format(Locale.ROOT, "%.0f min", ms / 60_000);
  }

  /** How many times as long the first one is. */
  static String ratio(Duration one, Duration other) {
    double ratio = (double) one.toNanos() / other.toNanos();
    return String.format(Locale.ROOT, ratio < 10 ? "%.1f ×" : "%.0f ×", ratio);
  }
}
