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

    /**
     * As before: a lock could not be had.
     *
     * @param answer what kept it from being taken; it failed unless somebody else just held the
     *     lock all the time
     */
    record Busy(int lock, Result answer) implements Verdict {}

    /**
     * As before: something had changed since planning, or could not be checked.
     *
     * @param answer what the check said
     */
    record GuardFailed(int guard, Result answer) implements Verdict {}

    /**
     * As before: this step failed, or the job was told to stop before it; every earlier one was
     * undone.
     */
    record Undone(int step) implements Verdict {}

    /**
     * Neither: this step failed, and something could not be taken back. Also when the step was
     * stopped at its time limit, or the way to a further host broke during it, and nobody knows how
     * far it got.
     */
    record Stuck(int step) implements Verdict {}

    /**
     * The host stopped the job from outside (reboot, kill) after beginning this step; -1 for none.
     */
    record Interrupted(int step) implements Verdict {}

    /** It has not ended yet; -1 before the first step. */
    record Running(int step) implements Verdict {}

    /** As before: the host knows no such job, so the plan never arrived or is long forgotten. */
    record NotStarted() implements Verdict {}
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
