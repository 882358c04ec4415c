package stowage.ui.plan;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javafx.scene.Node;
import stowage.exec.Outcome;
import stowage.exec.Step;
import stowage.ui.look.Look;
import stowage.ui.look.Status;
import stowage.ui.look.StatusMark;
import stowage.ui.tasks.TaskModel;
import stowage.words.Words;

/** The steps of a change, a row for each, with what has become of them. */
final class StepList {
  private StepList() {}

  private enum Fate {
    WAITING(Status.UNKNOWN),
    DONE(Status.OK),
    FAILED(Status.PROBLEM),
    UNDONE(Status.WARNING);

    final Status status;

    Fate(Status status) {
      this.status = status;
    }
  }

  static List<Node> of(TaskModel task, Words words) {
    List<Step> steps = task.proposal().plan().steps();
    List<Outcome.Ran> ran = task.outcome().map(Outcome::steps).orElse(List.of());
    return IntStream.range(0, steps.size())
        .mapToObj(
            i -> row(fate(ran.stream().filter(r -> r.step() == i).toList()), steps.get(i), words))
        .toList();
  }

  /**
   * @param ran what was run of one step
   */
  private static Fate fate(List<Outcome.Ran> ran) {
    if (ran.stream().anyMatch(Outcome.Ran::undo)) {
      return Fate.UNDONE;
    }
    return ran.stream()
        .findFirst()
        .map(r -> r.result().ok() ? Fate.DONE : Fate.FAILED)
        .orElse(Fate.WAITING);
  }

  private static Node row(Fate fate, Step step, Words words) {
    StatusMark mark = new StatusMark();
    mark.setMinWidth(112);
    mark.show(words, fate.status, "");
    mark.setText(words.say("ui-plan.step-" + fate.name().toLowerCase(Locale.ROOT)));
    return Look.row(12, mark, Look.text(words.say(step.title())));
  }
}
