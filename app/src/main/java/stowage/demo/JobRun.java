package stowage.demo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import stowage.exec.Exec;
import stowage.exec.Frames;
import stowage.exec.Guard;
import stowage.exec.Input;
import stowage.exec.JournalWriter;
import stowage.exec.Outcome.Verdict;
import stowage.exec.Plan;
import stowage.exec.Result;
import stowage.exec.Step;

/** Carries a plan out, with the same ends as the script that does it on a real host. */
final class JobRun {
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final String UNFINISHED = "the data did not arrive whole\n";

  private final Plan plan;
  private final JournalWriter journal;
  private final HeldLocks locks;
  private final BatchRun.Runs runs;
  private final boolean[] done;
  private final Frames.Data streamed;
  private final BooleanSupplier told;

  /**
   * @param streamed what one step may read
   * @param told whether somebody wants it to stop
   */
  JobRun(
      Plan plan,
      JournalWriter journal,
      HeldLocks locks,
      BatchRun.Runs runs,
      Frames.Data streamed,
      BooleanSupplier told) {
    this.streamed = streamed;
    this.told = told;
    this.plan = plan;
    this.journal = journal;
    this.locks = locks;
    this.runs = runs;
    this.done = new boolean[plan.steps().size()];
  }

  /** Ends with a verdict in the journal, unless the thread is interrupted. */
  void carryOut() throws IOException, InterruptedException {
    Verdict verdict;
    try (locks) {
      verdict = verdict();
    }
    journal.verdict(verdict);
  }

  private Verdict verdict() throws IOException, InterruptedException {
    for (int i = 0; i < plan.locks().size(); i++) {
      Optional<Result> trouble = locks.take(plan.locks().get(i));
      if (trouble.isPresent()) {
        return new Verdict.Busy(i, trouble.get());
      }
      journal.locked(i);
    }
    for (int i = 0; i < plan.guards().size(); i++) {
      Guard guard = plan.guards().get(i);
      Result answer = run(guard.check());
      if (!agrees(guard, answer)) {
        return new Verdict.GuardFailed(i, answer);
      }
      journal.agreed(i);
    }
    for (int i = 0; i < plan.steps().size(); i++) {
      if (i == plan.lockedSteps()) {
        locks.close();
      }
      if (told.getAsBoolean() && !passed()) {
        journal.stopped();
        return backBefore(i) ? new Verdict.Undone(i) : new Verdict.Stuck(i);
      }
      Optional<Result> failure = perform(i, plan.steps().get(i));
      if (failure.isPresent()) {
        return back(i, failure.get());
      }
    }
    return new Verdict.Done();
  }

  private static boolean agrees(Guard guard, Result answer) {
    byte[] prefix = guard.prefix().getBytes(StandardCharsets.UTF_8);
    return answer.ending() == Result.Ending.EXITED
        && answer.status() == guard.status()
        && answer.out().length >= prefix.length
        && Arrays.equals(answer.out(), 0, prefix.length, prefix, 0, prefix.length);
  }

  /**
   * @return the result of a failed step; empty when the plan goes on
   */
  private Optional<Result> perform(int index, Step step) throws IOException, InterruptedException {
    Step.Leniency leniency = step.leniency();
    journal.begin(index);
    Result result = run(step.command());
    for (int attempt = 1;
        attempt < leniency.attempts() && said(result, leniency.retriedErrors());
        attempt++) {
      journal.retry(index, result);
      Thread.sleep(PAUSE);
      result = run(step.command());
    }
    journal.end(index, result);
    done[index] = result.ok();
    boolean forgiven = result.ok() || leniency.optional() || said(result, leniency.ignoredErrors());
    return forgiven ? Optional.empty() : Optional.of(result);
  }

  private static boolean said(Result result, List<String> texts) {
    return result.ending() == Result.Ending.EXITED
        && result.status() != 0
        && texts.stream().anyMatch(result.errorText()::contains);
  }

  /** Takes back what was done before this step failed. */
  private Verdict back(int failed, Result failure) throws IOException, InterruptedException {
    boolean stuck = false;
    switch (plan.steps().get(failed).undo()) {
      case Step.Undo.By(var commands, var partial) -> {
        if (partial) {
          takeBack(failed, commands);
        } else {
          // How far it got is unknown, and its undo might take away what was there before.
          stuck = failure.ending() == Result.Ending.TIMED_OUT;
        }
      }
      case Step.Undo.Impossible() -> stuck = failure.ending() == Result.Ending.TIMED_OUT;
      case Step.Undo.Unneeded() -> {}
    }
    boolean whole = backBefore(failed) && !stuck;
    return whole ? new Verdict.Undone(failed) : new Verdict.Stuck(failed);
  }

  /** Whether something has been done that can't be taken back: then the only good way is on. */
  private boolean passed() {
    for (int i = 0; i < done.length; i++) {
      if (done[i] && plan.steps().get(i).undo() instanceof Step.Undo.Impossible) {
        return true;
      }
    }
    return false;
  }

  /** Whether everything before this step could be taken back. */
  private boolean backBefore(int step) throws IOException, InterruptedException {
    boolean whole = true;
    for (int i = step - 1; i >= 0; i--) {
      if (done[i]) {
        switch (plan.steps().get(i).undo()) {
          case Step.Undo.By(var commands, _) -> whole &= takeBack(i, commands);
          case Step.Undo.Impossible() -> whole = false;
          case Step.Undo.Unneeded() -> {}
        }
      }
    }
    return whole;
  }

  private boolean takeBack(int index, List<Exec> commands)
      throws IOException, InterruptedException {
    boolean whole = true;
    for (Exec command : commands) {
      journal.undo(index);
      Result result = run(command);
      journal.undone(index, result);
      whole &= result.ok();
    }
    return whole;
  }

  private boolean arrived() {
    try {
      return streamed.whole();
    } catch (IOException _) {
      return false;
    }
  }

  private Result run(Exec exec) throws InterruptedException {
    if (exec.input() instanceof Input.Streamed) {
      Result result = BatchRun.result(exec, streamed, runs);
      return result.ok() && !arrived() ? Result.exited(74, "", UNFINISHED) : result;
    }
    byte[] input =
        switch (exec.input()) {
          case Input.None(), Input.Streamed() -> new byte[0];
          case Input.Text(var text) -> text.getBytes(StandardCharsets.UTF_8);
          case Input.Hidden(var secret) -> secret.reveal();
        };
    try (InputStream in = new ByteArrayInputStream(input)) {
      return BatchRun.result(exec, in, runs);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } finally {
      Arrays.fill(input, (byte) 0);
    }
  }
}
