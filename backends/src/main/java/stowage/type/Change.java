package stowage.type;

import java.util.List;
import stowage.exec.Guard;
import stowage.exec.Step;

/** What a backend wants checked and run, without the locks, which {@code Host} adds. */
public record Change(List<Guard> guards, List<Step> steps) {
  public Change {
    guards = List.copyOf(guards);
    steps = List.copyOf(steps);
  }

  public static Change of(Step... steps) {
    return new Change(List.of(), List.of(steps));
  }
}
