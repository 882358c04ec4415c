package stowage.exec;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A question to a host: programs that read, and how to understand their answers. Probes are
 * combined and sent together in one {@link Batch}.
 */
public interface Probe<T> {

  List<Exec> programs();

  /**
   * @param answers one for each of {@link #programs}, in that order
   */
  Reading<T> read(List<Result> answers);

  /** Asks the host, in one round trip; none at all when no program is needed. */
  default Reading<T> ask(Shell shell) throws HostException {
    List<Exec> programs = programs();
    return read(programs.isEmpty() ? List.of() : Batch.of(programs).ask(shell));
  }

  /** A probe of one program. */
  static <T> Probe<T> of(Exec program, Function<Result, Reading<T>> reader) {
    return new Simple<>(List.of(program), answers -> reader.apply(answers.getFirst()));
  }

  /** A probe of several programs whose answers are understood together. */
  static <T> Probe<T> of(List<Exec> programs, Function<List<Result>, Reading<T>> reader) {
    return new Simple<>(programs, reader);
  }

  /** A probe that needs no program, for what is known or refused beforehand. */
  static <T> Probe<T> constant(Reading<T> reading) {
    return new Simple<>(List.of(), _ -> reading);
  }

  default <R> Probe<R> map(Function<? super T, ? extends R> change) {
    return new Simple<>(programs(), answers -> read(answers).map(change));
  }

  default <R> Probe<R> then(Function<? super T, Reading<R>> next) {
    return new Simple<>(programs(), answers -> read(answers).then(next));
  }

  /** Both questions in one go; the readings are combined even when one of them failed. */
  default <U, R> Probe<R> and(
      Probe<U> other, BiFunction<Reading<T>, Reading<U>, Reading<R>> combine) {
    int split = programs().size();
    List<Exec> all = new ArrayList<>(programs());
    all.addAll(other.programs());
    return new Simple<>(
        all,
        answers ->
            combine.apply(
                read(answers.subList(0, split)),
                other.read(answers.subList(split, answers.size()))));
  }

  /** Many questions of one kind in one go. */
  static <T> Probe<List<Reading<T>>> all(List<Probe<T>> probes) {
    List<Exec> programs = probes.stream().flatMap(p -> p.programs().stream()).toList();
    return new Simple<>(
        programs,
        answers -> {
          List<Reading<T>> readings = new ArrayList<>();
          int at = 0;
          for (Probe<T> probe : probes) {
            int end = at + probe.programs().size();
            readings.add(probe.read(answers.subList(at, end)));
            at = end;
          }
          return Reading.known(readings);
        });
  }

  /** The general form behind the factories above. */
  record Simple<T>(List<Exec> programs, Function<List<Result>, Reading<T>> reader)
      implements Probe<T> {
    public Simple {
      programs = List.copyOf(programs);
      for (Exec program : programs) {
        if (program.changesHost()) {
          throw new IllegalArgumentException("a probe only reads: " + program.shown());
        }
      }
    }

    @Override
    public Reading<T> read(List<Result> answers) {
      return reader.apply(answers);
    }
  }
}
