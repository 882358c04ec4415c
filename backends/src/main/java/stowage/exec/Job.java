package stowage.exec;

import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A plan on its way: the host runs it detached from the connection and keeps a journal, so it goes
 * on when the link drops. Running a job whose id the host already knows starts nothing; it follows
 * the one that is there.
 *
 * @param id names the job's directory on the host; letters, digits and dashes
 * @param plan what it does
 */
public record Job(String id, Plan plan) implements Command {
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{7,63}");

  public Job {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("not a job id: " + id);
    }
  }

  @Override
  public Job map(UnaryOperator<Exec> change) {
    return new Job(id, plan.map(change));
  }

  @Override
  public boolean changesHost() {
    return true;
  }
}
