package stowage.ui.tasks;

import java.util.function.Consumer;
import stowage.exec.Outcome;

/** How a change is applied whose data pass through this computer. */
public interface Passage {

  Flow flow();

  /**
   * Blocks to its end.
   *
   * @param job names the job on the host
   * @param progress as that of a change without data
   */
  Outcome run(String job, Consumer<Outcome> progress) throws Exception;
}
