package stowage.type;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.Step;

/**
 * What a backend wants checked and run, without the locks, which {@code Host} adds.
 *
 * @param steps run under the pool's lock
 * @param later run after them
 */
public record Change(List<Guard> guards, List<Step> steps, Later later) {

  /**
   * What takes too long to keep others from the pool.
   *
   * @param unlocked run once the lock was given back
   * @param locked run at the very end, with the lock taken anew
   */
  public record Later(List<Step> unlocked, List<Step> locked) {
    public static final Later NONE = new Later(List.of(), List.of());

    public Later {
      unlocked = List.copyOf(unlocked);
      locked = List.copyOf(locked);
    }
  }

  public Change {
    guards = List.copyOf(guards);
    steps = List.copyOf(steps);
  }

  public Change(List<Guard> guards, List<Step> steps) {
    this(guards, steps, Later.NONE);
  }

  public static Change of(Step... steps) {
    return new Change(List.of(), List.of(steps));
  }

  /** This change, then the other, as one. */
  public Change then(Change next) {
    return new Change(
        joined(guards, next.guards),
        joined(steps, next.steps),
        new Later(
            joined(later.unlocked, next.later.unlocked), joined(later.locked, next.later.locked)));
  }

  /** The same change with each of its programs replaced. */
  public Change map(UnaryOperator<Exec> change) {
    return new Change(
        guards.stream().map(g -> g.map(change)).toList(),
        mapped(steps, change),
        new Later(mapped(later.unlocked, change), mapped(later.locked, change)));
  }

  private static List<Step> mapped(List<Step> steps, UnaryOperator<Exec> change) {
    return steps.stream().map(s -> s.map(change)).toList();
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    List<T> both = new ArrayList<>(first);
    both.addAll(second);
    return both;
  }
}
