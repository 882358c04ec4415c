package stowage.exec;

import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A plan on its way: the host runs it detached from the connection and keeps a journal, so it goes
 * on when the link drops. Sending a job whose id the host already knows starts nothing; it follows
 * the one that is there. Which is why a job may be sent again after the link broke.
 *
 * @param id names the job's directory on the host; letters, digits and dashes
 * @param plan what it does
 * @param mode whether it may be started
 * @param lockTools how its locks are taken and kept
 */
public record Job(String id, Plan plan, Mode mode, Lock.Tools lockTools) implements Command {
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{7,63}");

  public enum Mode {
    START,
    /** Only watched if it is there; if not, its outcome is {@link Outcome.Verdict.NotStarted}. */
    FOLLOW,
    /**
     * Told to stop before its next step and to take back what it did, then watched. One that has
     * done something that can't be taken back goes on to its end instead.
     */
    STOP
  }

  public Job {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("not a job id: " + id);
    }
  }

  public Job(String id, Plan plan) {
    this(id, plan, Mode.START, Lock.Tools.ROOT);
  }

  /** The same job, not to be started. */
  public Job followed() {
    return new Job(id, plan, Mode.FOLLOW, lockTools);
  }

  /** The same job, to be stopped. */
  public Job stopped() {
    return new Job(id, plan, Mode.STOP, lockTools);
  }

  @Override
  public Job map(UnaryOperator<Exec> change) {
    return new Job(id, plan.map(change), mode, lockTools.map(change));
  }

  @Override
  public boolean changesHost() {
    return mode != Mode.FOLLOW;
  }
}
