package stowage.exec;

import java.util.List;
import java.util.function.UnaryOperator;
import stowage.message.Message;

/**
 * A change as data: what would be locked, checked and run, in this order. Nothing has happened yet.
 *
 * @param title what the change is, for the task list
 * @param locks taken in this order, released in the opposite one
 * @param guards checked once all locks are held
 * @param steps run one after the other; a failure undoes those before it, last first
 * @param lockedSteps how many of the steps need the locks; before the next one they are given back,
 *     so that copying for hours keeps nobody else waiting
 */
public record Plan(
    Message title, List<Lock> locks, List<Guard> guards, List<Step> steps, int lockedSteps) {
  // Held by the descriptors 6 to 9 of a shell; a stream takes two of them.
  private static final int MOST_FILE_LOCKS = 4;
  private static final int MOST_FILE_LOCKS_WITH_STREAM = 2;

  public Plan {
    locks = List.copyOf(locks);
    guards = List.copyOf(guards);
    steps = List.copyOf(steps);
    long streams = streams(steps);
    int most = streams == 0 ? MOST_FILE_LOCKS : MOST_FILE_LOCKS_WITH_STREAM;
    if (locks.stream().filter(Lock.File.class::isInstance).count() > most) {
      throw new IllegalArgumentException("this job can hold at most " + most + " file locks");
    }
    if (streams > 1) {
      throw new IllegalArgumentException("only one step can read what is streamed");
    }
    if (lockedSteps < 0 || lockedSteps > steps.size()) {
      throw new IllegalArgumentException("locks for " + lockedSteps + " steps");
    }
  }

  /** A plan that needs its locks to the end. */
  public Plan(Message title, List<Lock> locks, List<Guard> guards, List<Step> steps) {
    this(title, locks, guards, steps, steps.size());
  }

  /** Whether data has to be sent along while it runs. */
  public boolean streams() {
    return streams(steps) > 0;
  }

  private static long streams(List<Step> steps) {
    return steps.stream().filter(s -> s.command().input() instanceof Input.Streamed).count();
  }

  /** The same plan with each of its programs replaced, those of guards and undo included. */
  public Plan map(UnaryOperator<Exec> change) {
    return new Plan(
        title,
        locks,
        guards.stream().map(g -> g.map(change)).toList(),
        steps.stream().map(s -> s.map(change)).toList(),
        lockedSteps);
  }
}
