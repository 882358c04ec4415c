package stowage.ui.wizard;

import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import stowage.schema.Problem;
import stowage.schema.Properties;
import stowage.ui.form.FormView;
import stowage.ui.frame.Desk;

/** How long backups are kept, and everything else that such a pool has. */
final class RestStep implements Step {
  private static final List<String> KEYS =
      List.of(
          Properties.PRUNE_BACKUPS.key(),
          Properties.NODES.key(),
          Properties.DISABLE.key(),
          Properties.CONTENT.key(),
          Properties.MAX_PROTECTED_BACKUPS.key());

  private final Desk desk;
  private final ServerEntry entry;
  private final FormView form;

  RestStep(Desk desk, ServerEntry entry) {
    this.desk = desk;
    this.entry = entry;
    form = FormView.some(entry.form(), desk.words(), Map.of(), KEYS);
  }

  @Override
  public String word() {
    return "rest";
  }

  @Override
  public Node node() {
    return form;
  }

  @Override
  public void leave(StepFrame frame, Runnable on) {
    if (show(frame, entry.problems(KEYS))) {
      on.run();
    }
  }

  /**
   * Puts problems to their fields, or where they can be read.
   *
   * @return whether there were none
   */
  boolean show(StepFrame frame, List<Problem> problems) {
    entry.form().show(problems).forEach(problem -> frame.refuse(desk.words().say(problem.said())));
    problems.stream()
        .filter(problem -> !KEYS.contains(problem.field()))
        .findFirst()
        .ifPresent(problem -> frame.refuse(desk.words().say(problem.said())));
    form.focusProblem();
    return problems.isEmpty();
  }

  @Override
  public void focus() {
    form.focusFirst();
  }
}
