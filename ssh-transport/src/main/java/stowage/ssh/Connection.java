package stowage.ssh;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.session.ClientSession;
import org.jspecify.annotations.Nullable;
import stowage.exec.HostException;

/**
 * Where a link stands. Every move names the state it starts from, so a move that lost a race (the
 * user closed the link while it was being made) is seen and comes to nothing.
 */
final class Connection {
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(1);

  sealed interface State {
    /**
     * Not connected; made again on the next use, but not before {@code notBefore}.
     *
     * @param failures in a row
     * @param notBefore in the time of {@link System#nanoTime}
     * @param last what is said until then; null when it can be tried at once
     */
    record Down(int failures, long notBefore, @Nullable HostException last) implements State {}

    /**
     * @param over opens when the attempt has ended, either way
     */
    record Connecting(CountDownLatch over, Down before) implements State {}

    record Ready(ClientSession session) implements State {}

    /** Repeating would not help or would do harm: a person has to act first. */
    record Halted(HostException why) implements State {}

    record Closed() implements State {}
  }

  private final AtomicReference<State> state =
      new AtomicReference<>(new State.Down(0, System.nanoTime(), null));
  private final Duration firstDelay;

  Connection(Duration firstDelay) {
    this.firstDelay = firstDelay;
  }

  State state() {
    return state.get();
  }

  /** False if the connection is no longer where the caller saw it. */
  boolean move(State from, State to) {
    return state.compareAndSet(from, to);
  }

  /** For good; tells where it was before. */
  State close() {
    return state.getAndSet(new State.Closed());
  }

  /** Where a failed attempt leads. */
  State after(State.Down before, HostException why) {
    return switch (why) {
      case HostException.LoginRefused _,
          HostException.HostKeyUnknown _,
          HostException.HostKeyChanged _ ->
          new State.Halted(why);
      // Whoever gave up says nothing of the host.
      case HostException.Cancelled _ -> before;
      case HostException _ -> {
        int failures = before.failures() + 1;
        yield new State.Down(failures, System.nanoTime() + delay(failures).toNanos(), why);
      }
    };
  }

  /** Doubles each time; half of it is chance, so that many hosts don't come back in step. */
  private Duration delay(int failures) {
    long full =
        Math.min(firstDelay.toMillis() << Math.min(failures - 1, 16), LONGEST_DELAY.toMillis());
    return Duration.ofMillis(full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1));
  }
}
