package stowage.disk;

import java.util.List;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.Result;
import stowage.message.Message;
import stowage.schema.Problem;
import stowage.type.Change;

/**
 * What is to be removed, as the host has it now.
 *
 * @param devices disks and partitions that carry it
 * @param problems why it can't be removed
 * @param losses what a person should know to be gone afterwards
 * @param change what takes it away, and what it is held to until then
 */
public record Standing(
    List<String> devices, List<Problem> problems, List<Message> losses, Change change) {
  private static final int NAMED = 5;

  public Standing {
    devices = List.copyOf(devices);
    problems = List.copyOf(problems);
    losses = List.copyOf(losses);
  }

  static Standing refused(Problem problem) {
    return new Standing(List.of(), List.of(problem), List.of(), Change.of());
  }

  /** The host has nothing of that name. */
  static Standing missing(String name) {
    return refused(Problem.of("name", "problem.removal-missing", name));
  }

  /** The host still answers what it answered; only for answers that have an end of their own. */
  static Guard same(String name, Exec asked, Result answer) {
    return new Guard(
        Message.of("problem.removal-changed", name), asked, answer.status(), answer.text());
  }

  /** Some of them, and whether there are more. */
  static String some(List<String> names) {
    String first = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
    return names.size() > NAMED ? first + " …" : first;
  }
}
