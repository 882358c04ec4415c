package stowage.schema;

import java.util.List;

/** The input breaks rules; nothing has been sent to a host because of it. */
public final class InvalidException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  public InvalidException(List<Problem> problems) {
    super(problems.toString());
    this.problems = List.copyOf(problems);
  }

  public InvalidException(String field, String key, Object... args) {
    this(List.of(Problem.of(field, key, args)));
  }

  /** At least one. */
  public List<Problem> problems() {
    return problems;
  }
}
