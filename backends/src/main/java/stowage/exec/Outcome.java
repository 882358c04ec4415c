package stowage.exec;

import java.util.List;
import java.util.Optional;

/**
 * How a job ended, and with that the state of the host.
 *
 * @param verdict what became of the plan
 * @param steps what was run, in order, the undo commands included
 */
public record Outcome(Verdict verdict, List<Ran> steps) {
  public Outcome {
    steps = List.copyOf(steps);
  }

  /** The only ends there are; each tells what the host looks like now. */
  public sealed interface Verdict {
    /** As planned. */
    record Done() implements Verdict {}

    /** As before: a lock could not be had in time. */
    record Busy(int lock) implements Verdict {}

    /** As before: something had changed since planning. */
    record GuardFailed(int guard) implements Verdict {}

    /** As before: this step failed, and every earlier one was undone. */
    record Undone(int step) implements Verdict {}

    /** Neither: this step failed, and something before it could not be taken back. */
    record Stuck(int step) implements Verdict {}

    /**
     * The host stopped the job from outside (reboot, kill) after beginning this step; -1 for none.
     */
    record Interrupted(int step) implements Verdict {}

    /** It has not ended yet. */
    record Running(int step) implements Verdict {}
  }

  /**
   * One program that was run.
   *
   * @param step index in the plan
   * @param undo whether this was the step's undo command
   * @param result how it ended; its output is bounded
   */
  public record Ran(int step, boolean undo, Result result) {}

  /** What the step printed, if it got that far. */
  public Optional<Result> of(int step) {
    return steps.stream().filter(r -> r.step() == step && !r.undo()).map(Ran::result).findFirst();
  }

  public boolean done() {
    return verdict instanceof Verdict.Done;
  }
}
