package stowage.tool;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import stowage.exec.Exec;
import stowage.exec.Reading;
import stowage.exec.Result;

/** What it means when a program that was asked something did not answer as it should. */
public final class Answers {
  private Answers() {}

  /** What the reader makes of a successful answer; a failure of the program otherwise. */
  public static <T> Reading<T> read(Exec asked, Result answer, Function<Result, T> reader) {
    return answer.ok() ? Reading.known(reader.apply(answer)) : failed(asked, answer);
  }

  /**
   * What the reader makes of each line that it understands. An answer of which not one line can be
   * understood is none, and not an empty list.
   */
  static <T> Reading<List<T>> lines(
      Exec asked, Result answer, Function<String, Optional<T>> reader) {
    if (!answer.ok()) {
      return failed(asked, answer);
    }
    List<T> found = answer.lines().stream().flatMap(l -> reader.apply(l).stream()).toList();
    return found.isEmpty() && !answer.text().isBlank() ? unreadable(asked) : Reading.known(found);
  }

  /** What is left out would look as if it were gone, so one bad row spoils the answer. */
  static <R, T> Reading<List<T>> each(
      Exec asked, Reading<List<R>> read, Function<R, Optional<T>> reader) {
    return read.then(rows -> {
      List<T> all = rows.stream().flatMap(row -> reader.apply(row).stream()).toList();
      return all.size() == rows.size() ? Reading.known(all) : unreadable(asked);
    });
  }

  /** The program ended well and said what it never says. */
  static <T> Reading<T> unreadable(Exec asked) {
    return Reading.failed("problem.answer-unreadable", asked.argv().getFirst());
  }

  /** Why this answer is none; names the program and repeats the last line of its error output. */
  public static <T> Reading<T> failed(Exec asked, Result answer) {
    String program = asked.argv().getFirst();
    return switch (answer.ending()) {
      case TIMED_OUT -> Reading.failed("problem.timed-out", program, asked.limit().toSeconds());
      case OVERFLOWED -> Reading.failed("problem.answer-too-long", program, asked.outputLimit());
      case EXITED -> {
        if (isMissing(answer)) {
          yield Reading.failed("problem.program-missing", program);
        }
        String line = answer.errorLine();
        yield line.isEmpty()
            ? Reading.failed("problem.program-status", program, answer.status())
            : Reading.failed("problem.program-failed", program, line);
      }
    };
  }

  /** Whether the program that was asked is not there. */
  public static boolean isMissing(Result answer) {
    return answer.status() == Result.NOT_FOUND || isMissingForSudo(answer);
  }

  /** sudo has no exit status of its own for a program that is not there. */
  private static boolean isMissingForSudo(Result answer) {
    String line = answer.errorLine();
    return line.startsWith("sudo: ") && line.endsWith(": command not found");
  }
}
