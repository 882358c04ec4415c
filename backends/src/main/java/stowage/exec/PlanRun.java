package stowage.exec;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import stowage.exec.Outcome.Verdict;
import stowage.exec.Step.Undo;

/**
 * Carries plans out as {@code job.sh} does, on a host that is made of Java. Its locks hold among
 * the plans of one instance. For any number of threads.
 */
public final class PlanRun {
  private final Programs programs;
  private final ConcurrentMap<Lock, Semaphore> locks = new ConcurrentHashMap<>();

  /** Runs one program with its input, within its limits. */
  @FunctionalInterface
  public interface Programs {
    Result run(Exec program) throws InterruptedException;
  }

  public PlanRun(Programs programs) {
    this.programs = programs;
  }

  /** Runs the plan to its end and tells all of it, the verdict last. */
  public void run(Plan plan, JournalWriter journal) throws IOException, InterruptedException {
    Deque<Semaphore> held = new ArrayDeque<>();
    Verdict verdict;
    try {
      verdict = carryOut(plan, journal, held);
    } finally {
      held.forEach(Semaphore::release);
    }
    journal.verdict(verdict);
  }

  private Verdict carryOut(Plan plan, JournalWriter journal, Deque<Semaphore> held)
      throws IOException, InterruptedException {
    for (int i = 0; i < plan.locks().size(); i++) {
      Semaphore lock = locks.computeIfAbsent(plan.locks().get(i), _ -> new Semaphore(1));
      if (!lock.tryAcquire(Lock.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return new Verdict.Busy(i, Result.exited(0, "", ""));
      }
      held.push(lock);
      journal.locked(i);
    }
    for (int i = 0; i < plan.guards().size(); i++) {
      Guard guard = plan.guards().get(i);
      Result answer = programs.run(guard.check());
      if (answer.ending() != Result.Ending.EXITED
          || answer.status() != guard.status()
          || !answer.text().startsWith(guard.prefix())) {
        return new Verdict.GuardFailed(i, answer);
      }
      journal.agreed(i);
    }
    Deque<Integer> done = new ArrayDeque<>();
    for (int i = 0; i < plan.steps().size(); i++) {
      Step step = plan.steps().get(i);
      Result result = perform(step, i, journal);
      if (result.ok()) {
        done.push(i);
      } else if (!forgiven(step, result)) {
        return back(plan, i, result, done, journal);
      }
    }
    return new Verdict.Done();
  }

  private Result perform(Step step, int index, JournalWriter journal)
      throws IOException, InterruptedException {
    journal.begin(index);
    Result result = programs.run(step.command());
    for (int attempt = 1;
        attempt < step.leniency().attempts()
            && result.ending() == Result.Ending.EXITED
            && !result.ok()
            && says(result, step.leniency().retriedErrors());
        attempt++) {
      journal.retry(index, result);
      TimeUnit.SECONDS.sleep(1);
      result = programs.run(step.command());
    }
    journal.end(index, result);
    return result;
  }

  private static boolean forgiven(Step step, Result result) {
    return step.leniency().optional()
        || (result.ending() == Result.Ending.EXITED
            && says(result, step.leniency().ignoredErrors()));
  }

  private static boolean says(Result result, List<String> texts) {
    return texts.stream().anyMatch(result.errorText()::contains);
  }

  private Verdict back(
      Plan plan, int failed, Result result, Deque<Integer> done, JournalWriter journal)
      throws IOException, InterruptedException {
    boolean stuck = false;
    switch (plan.steps().get(failed).undo()) {
      case Undo.By(_, var partial) when partial -> takeBack(plan, failed, journal);
      case Undo.By _, Undo.Impossible _ -> stuck = result.ending() != Result.Ending.EXITED;
      case Undo.Unneeded() -> {}
    }
    for (int step : done) {
      stuck |= !takeBack(plan, step, journal);
    }
    return stuck ? new Verdict.Stuck(failed) : new Verdict.Undone(failed);
  }

  private boolean takeBack(Plan plan, int step, JournalWriter journal)
      throws IOException, InterruptedException {
    return switch (plan.steps().get(step).undo()) {
      case Undo.Unneeded() -> true;
      case Undo.Impossible() -> false;
      case Undo.By(var commands, _) -> {
        boolean well = true;
        for (Exec command : commands) {
          journal.undo(step);
          Result result = programs.run(command);
          journal.undone(step, result);
          well &= result.ok();
        }
        yield well;
      }
    };
  }
}
