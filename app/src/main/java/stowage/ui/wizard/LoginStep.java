package stowage.ui.wizard;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Node;
import stowage.host.ServerScan;
import stowage.schema.Problem;
import stowage.schema.Properties;
import stowage.schema.Property;
import stowage.type.Scan;
import stowage.ui.form.FormView;
import stowage.ui.frame.Desk;

/** Who logs in; tried out before anything else is asked. */
final class LoginStep implements Step {
  private static final List<Property<?>> FIELDS =
      List.of(Properties.PBS_USERNAME, Properties.PASSWORD);

  private final Desk desk;
  private final ServerEntry entry;
  private final Consumer<List<Scan.Found>> found;
  private final FormView form;

  /**
   * @param found takes the datastores that the account sees
   */
  LoginStep(Desk desk, ServerEntry entry, Consumer<List<Scan.Found>> found) {
    this.desk = desk;
    this.entry = entry;
    this.found = found;
    form = FormView.needed(entry.form(), desk.words(), FIELDS.stream().map(Property::key).toList());
  }

  @Override
  public String word() {
    return "login";
  }

  @Override
  public Node node() {
    return form;
  }

  @Override
  public void leave(StepFrame frame, Runnable on) {
    List<Problem> problems =
        new ArrayList<>(entry.problems(FIELDS.stream().map(Property::key).toList()));
    for (Property<?> field : FIELDS) {
      if (entry.entered(field).isEmpty()) {
        problems.add(Problem.of(field.key(), "problem.required"));
      }
    }
    entry.form().show(problems);
    if (!problems.isEmpty()) {
      form.focusProblem();
      return;
    }
    frame.read(
        entry.visit(ServerScan::datastores),
        stores -> {
          if (stores.isEmpty()) {
            frame.refuse(
                desk.say("ui-server.no-datastores", entry.entered(Properties.PBS_USERNAME)));
          } else {
            found.accept(stores);
            on.run();
          }
        });
  }

  @Override
  public void focus() {
    form.focusFirst();
  }
}
