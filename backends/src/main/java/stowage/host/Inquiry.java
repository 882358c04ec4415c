package stowage.host;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stowage.exec.Batch;
import stowage.exec.Exec;
import stowage.exec.HostException;
import stowage.exec.Input;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.exec.Shell;
import stowage.schema.InvalidException;

/**
 * Asks a host things that depend on its configuration, in one round trip when that is as last
 * known: the question made for the known configuration travels together with a look at the present
 * one, and is asked again only if the two differ.
 */
final class Inquiry {

  /** What to ask of a host in this state. */
  @FunctionalInterface
  interface Question<T> {
    Probe<T> of(Survey survey) throws HostException, InvalidException;
  }

  /**
   * @param survey the state that the question was made for, and that still held
   */
  record Answer<T>(Survey survey, Reading<T> reading) {}

  private final Shell shell;
  private volatile @Nullable Survey known;

  Inquiry(Shell shell) {
    this.shell = shell;
  }

  /**
   * @throws InvalidException when the question does not suit the host as it is now
   */
  <T> Answer<T> ask(Question<T> question) throws HostException, InvalidException {
    Survey guess = known;
    Optional<Probe<T>> early = guess == null ? Optional.empty() : attempt(question, guess);
    int split = Survey.programs().size();
    List<Exec> programs = new ArrayList<>(Survey.programs());
    early.ifPresent(probe -> programs.addAll(probe.programs()));
    List<Result> answers = run(programs);
    Survey now = Survey.read(shell.host(), answers.subList(0, split));
    known = now;
    if (early.isPresent() && guess != null && now.sameGround(guess)) {
      return new Answer<>(now, read(early.get(), answers.subList(split, answers.size())));
    }
    return new Answer<>(now, ask(question.of(now)));
  }

  /** Asks only for what every question begins with. */
  Survey survey() throws HostException {
    Survey now = Survey.read(shell.host(), run(Survey.programs()));
    known = now;
    return now;
  }

  static <T> Reading<T> read(Probe<T> probe, List<Result> answers) {
    try {
      return probe.read(answers);
    } catch (RuntimeException e) {
      // A host may answer anything; what no parser was made for must not hide everything else.
      return Reading.failed("problem.answer-not-understood", String.valueOf(e.getMessage()));
    }
  }

  /** Asks what does not depend on the configuration. */
  <T> Reading<T> ask(Probe<T> probe) throws HostException {
    return read(probe, probe.programs().isEmpty() ? List.of() : run(probe.programs()));
  }

  /** For what nothing can be planned without. */
  static <T> T required(Reading<T> reading) throws HostException.NoAnswer {
    return switch (reading) {
      case Reading.Known<T>(var value) -> value;
      case Reading.Failed<T>(var reason) -> throw new HostException.NoAnswer(reason);
    };
  }

  private static <T> Optional<Probe<T>> attempt(Question<T> question, Survey guess) {
    try {
      return Optional.of(question.of(guess));
    } catch (InvalidException | HostException _) {
      // Perhaps only wrong for what was known: the host's present state decides.
      return Optional.empty();
    }
  }

  /** Pools of one kind ask much the same; what is asked twice runs once. */
  private List<Result> run(List<Exec> programs) throws HostException {
    Map<Exec, Result> byProgram = new HashMap<>();
    List<Exec> together = new ArrayList<>();
    for (Exec program : new LinkedHashSet<>(programs)) {
      if (program.input() instanceof Input.None) {
        together.add(program);
      } else {
        // A password to be tried goes to its program alone.
        byProgram.put(program, shell.run(program));
      }
    }
    if (!together.isEmpty()) {
      List<Result> answers = Batch.of(together).ask(shell);
      for (int i = 0; i < together.size(); i++) {
        byProgram.put(together.get(i), answers.get(i));
      }
    }
    return programs.stream().map(byProgram::get).map(Objects::requireNonNull).toList();
  }
}
