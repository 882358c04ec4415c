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
 */
public record Plan(Message title, List<Lock> locks, List<Guard> guards, List<Step> steps) {
  // Held by the descriptors 6 to 9 of a shell.
  private static final int MOST_FILE_LOCKS = 4;

  public Plan {
    locks = List.copyOf(locks);
    guards = List.copyOf(guards);
    steps = List.copyOf(steps);
    if (locks.stream().filter(Lock.File.class::isInstance).count() > MOST_FILE_LOCKS) {
      throw new IllegalArgumentException("a job holds at most " + MOST_FILE_LOCKS + " file locks");
    }
  }

  /** The same plan with each of its programs replaced, those of guards and undo included. */
  public Plan map(UnaryOperator<Exec> change) {
    return new Plan(
        title,
        locks,
        guards.stream()
            .map(g -> new Guard(g.otherwise(), change.apply(g.check()), g.status(), g.prefix()))
            .toList(),
        steps.stream()
            .map(s ->
                new Step(s.title(), change.apply(s.command()), map(s.undo(), change), s.leniency()))
            .toList());
  }

  private static Step.Undo map(Step.Undo undo, UnaryOperator<Exec> change) {
    return switch (undo) {
      case Step.Undo.By(var commands, var partial) ->
          new Step.Undo.By(commands.stream().map(change).toList(), partial);
      case Step.Undo.Unneeded() -> undo;
      case Step.Undo.Impossible() -> undo;
    };
  }
}
