package stowage.exec;

import java.util.List;
import java.util.function.UnaryOperator;
import stowage.message.Message;

/**
 * One program of a plan.
 *
 * @param title what it does, in a few words
 * @param command the program
 * @param undo how to take it back if a later step fails
 * @param leniency which failures are none
 */
public record Step(Message title, Exec command, Undo undo, Leniency leniency) {

  /** How to take a step back. */
  public sealed interface Undo {
    /** The step leaves nothing behind that would have to be taken back. */
    record Unneeded() implements Undo {}

    /** Once done it stays done: the review page says so before anything runs. */
    record Impossible() implements Undo {}

    /**
     * Run in this order; a failure of one does not keep the others from running.
     *
     * @param partial whether they may be run as well when the step itself failed: only if they can
     *     take away nothing but what it made. Then their failure does not matter
     */
    record By(List<Exec> commands, boolean partial) implements Undo {
      public By {
        commands = List.copyOf(commands);
      }
    }
  }

  /**
   * When a failing program is not a failed step.
   *
   * @param ignoredErrors the step counts as done, with nothing to undo, if standard error holds one
   *     of these
   * @param retriedErrors it is tried again after a second if standard error holds one of these
   * @param attempts how often it is run at most
   * @param optional any failure is reported as a warning and the plan goes on; nothing of the step
   *     is undone later
   */
  public record Leniency(
      List<String> ignoredErrors, List<String> retriedErrors, int attempts, boolean optional) {
    public static final Leniency NONE = new Leniency(List.of(), List.of(), 1, false);
    public static final Leniency OPTIONAL = new Leniency(List.of(), List.of(), 1, true);

    public Leniency {
      ignoredErrors = List.copyOf(ignoredErrors);
      retriedErrors = List.copyOf(retriedErrors);
    }

    public static Leniency ignoring(String... errors) {
      return new Leniency(List.of(errors), List.of(), 1, false);
    }
  }

  public static Step of(Message title, Exec command) {
    return new Step(title, command, new Undo.Unneeded(), Leniency.NONE);
  }

  public Step undoneBy(Exec... commands) {
    return new Step(title, command, new Undo.By(List.of(commands), false), leniency);
  }

  /** As {@link #undoneBy}, and run even if the step failed on its way. */
  public Step undoneEvenHalfwayBy(Exec... commands) {
    return new Step(title, command, new Undo.By(List.of(commands), true), leniency);
  }

  public Step irreversible() {
    return new Step(title, command, new Undo.Impossible(), leniency);
  }

  public Step forgiving(Leniency given) {
    return new Step(title, command, undo, given);
  }

  /** The same step with each of its programs replaced. */
  public Step map(UnaryOperator<Exec> change) {
    Undo changed =
        switch (undo) {
          case Undo.By(var commands, var partial) ->
              new Undo.By(commands.stream().map(change).toList(), partial);
          case Undo.Unneeded() -> undo;
          case Undo.Impossible() -> undo;
        };
    return new Step(title, change.apply(command), changed, leniency);
  }
}
