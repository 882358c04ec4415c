package stowage.ui.tasks;

import java.util.List;
import java.util.Optional;
import stowage.exec.HostException;
import stowage.exec.Outcome;
import stowage.exec.Outcome.Verdict;
import stowage.exec.Plan;
import stowage.message.Printable;
import stowage.ui.error.Explanation;
import stowage.ui.look.Status;
import stowage.ui.tasks.TaskModel.Phase;
import stowage.words.Words;

/** How far a change is, or how it ended, in words. */
public final class TaskWords {
  private TaskWords() {}

  public static Status status(Phase phase) {
    return switch (phase) {
      case Phase.Running _ -> Status.BUSY;
      case Phase.Adrift() -> Status.UNKNOWN;
      case Phase.Told(boolean well, _) -> well ? Status.OK : Status.PROBLEM;
      case Phase.Lost(HostException.Conflict _) -> Status.WARNING;
      case Phase.Lost _ -> Status.UNKNOWN;
      case Phase.Ended(var outcome) ->
          switch (outcome.verdict()) {
            case Verdict.Done() -> Status.OK;
            case Verdict.Running(_) -> Status.BUSY;
            case Verdict.Busy _, Verdict.GuardFailed _ -> Status.WARNING;
            case Verdict.Undone _, Verdict.NotStarted _ -> Status.WARNING;
            case Verdict.Stuck _, Verdict.Interrupted _ -> Status.PROBLEM;
          };
    };
  }

  /** What has become of it, and what the host looks like now. */
  public static String say(TaskModel task, Words words) {
    Plan plan = task.proposal().plan();
    Optional<Flow> flow = task.flow();
    return switch (task.phase().get()) {
      case Phase.Running _ when task.stopping() && flow.filter(Flow::isCut).isPresent() ->
          words.say("ui.flow-stopping");
      case Phase.Running _ when flow.filter(Flow::flowing).isPresent() ->
          FlowWords.say(flow.get(), task.rate(), words);
      case Phase.Running _ when task.local() && flow.filter(Flow::isOver).isPresent() ->
          words.say("ui.flow-checking");
      case Phase.Running(var sofar) -> {
        String said = sofar == null ? words.say("ui.task-starting") : say(sofar, plan, words);
        yield task.stopping() ? words.say("ui.task-stopping") + " " + said : said;
      }
      case Phase.Adrift() -> words.say("ui.task-adrift", task.host());
      case Phase.Ended(var outcome) when flow.isPresent() && !outcome.done() ->
          FlowWords.failed(flow.get(), stayed(outcome), say(outcome, plan, words), words);
      case Phase.Ended(var outcome) -> say(outcome, plan, words);
      case Phase.Told(_, var what) -> words.say(what);
      case Phase.Lost(var why) when flow.isPresent() ->
          FlowWords.failed(flow.get(), task.local(), Explanation.of(why, words).what(), words);
      case Phase.Lost(var why) -> Explanation.of(why, words).what();
    };
  }

  /** Whether the host is as before. */
  private static boolean stayed(Outcome outcome) {
    return outcome.verdict() instanceof Verdict.Undone;
  }

  /** How much of it is done, from 0 to 1; negative when nobody knows. */
  public static double part(TaskModel task) {
    Optional<Flow> flow = task.flow().filter(f -> f.flowing() || task.local());
    if (flow.isPresent()) {
      return flow.get().flowing() ? FlowWords.part(flow.get()) : -1;
    }
    int steps = task.proposal().plan().steps().size();
    return task.outcome()
        .map(o -> o.verdict() instanceof Verdict.Running(int step) ? (double) step / steps : 1)
        .orElse(-1.0);
  }

  private static String say(Outcome outcome, Plan plan, Words words) {
    return switch (outcome.verdict()) {
      case Verdict.Done() -> words.say("ui.task-done");
      case Verdict.Busy(_, var answer) ->
          answer.ok()
              ? words.say("ui.task-busy")
              : words.say("ui.task-lock-failed", answer.errorLine());
      case Verdict.NotStarted() -> words.say("ui.task-not-started");
      case Verdict.GuardFailed(int guard, _) ->
          words.say("ui.task-guard", words.say(plan.guards().get(guard).otherwise()));
      case Verdict.Undone(int step) when outcome.of(step).isEmpty() ->
          words.say("ui.task-stopped", title(plan, step, words));
      case Verdict.Undone(int step) ->
          words.say("ui.task-undone", title(plan, step, words), error(outcome, step));
      case Verdict.Stuck(int step) ->
          words.say("ui.task-stuck", title(plan, step, words), error(outcome, step));
      case Verdict.Interrupted(int step) ->
          words.say("ui.task-interrupted", title(plan, step, words));
      case Verdict.Running(int step) ->
          words.say("ui.task-running", step + 1, plan.steps().size(), title(plan, step, words));
    };
  }

  private static String title(Plan plan, int step, Words words) {
    return step >= 0 && step < plan.steps().size() ? words.say(plan.steps().get(step).title()) : "";
  }

  private static String error(Outcome outcome, int step) {
    return outcome.of(step).map(r -> r.errorLine()).orElse("");
  }

  /** Commands and what they printed, as they ran. */
  public static String log(TaskModel task) {
    StringBuilder log = new StringBuilder();
    List<Outcome.Ran> ran = task.outcome().map(Outcome::steps).orElse(List.of());
    var steps = task.proposal().plan().steps();
    for (Outcome.Ran one : ran) {
      String command = one.step() < steps.size() ? steps.get(one.step()).command().shown() : "";
      log.append(one.undo() ? "undo " : "").append("$ ").append(command).append('\n');
      String out = Printable.text(one.result().text() + one.result().errorText());
      log.append(out);
      if (!out.isEmpty() && !out.endsWith("\n")) {
        log.append('\n');
      }
      if (!one.result().ok()) {
        log.append("[")
            .append(one.result().ending())
            .append(' ')
            .append(one.result().status())
            .append("]\n");
      }
    }
    return log.append(Printable.text(task.said())).toString();
  }
}
