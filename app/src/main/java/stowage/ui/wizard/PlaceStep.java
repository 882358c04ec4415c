package stowage.ui.wizard;

import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import stowage.schema.Problem;
import stowage.schema.Properties;
import stowage.ui.form.Field;
import stowage.ui.form.FormView;
import stowage.ui.frame.Desk;
import stowage.ui.look.Look;

/** What the pool is called, and where its server is. */
final class PlaceStep implements Step {
  private static final List<String> KEYS =
      List.of(Properties.SERVER.key(), Properties.PBS_PORT.key());

  private final Desk desk;
  private final ServerEntry entry;
  private final TextField id = new TextField();
  private final Field name;
  private final FormView form;
  private final CheckBox direct;
  private final VBox node;

  PlaceStep(Desk desk, ServerEntry entry) {
    this.desk = desk;
    this.entry = entry;
    name =
        new Field(
            desk.say("ui.form-required", desk.say("ui-form.id")), id, desk.say("ui-form.id-help"));
    form = FormView.some(entry.form(), desk.words(), Map.of(), KEYS);
    direct = new CheckBox(desk.say("ui-server.direct"));
    direct.setWrapText(true);
    entry
        .form()
        .entry(Properties.SERVER.key())
        .ifPresent(e ->
            e.text()
                .subscribe(server -> {
                  if (desk.preferences().isDirect(server.strip())) {
                    direct.setSelected(true);
                  }
                }));
    node =
        Look.column(
            16, name, form, new VBox(4, direct, Look.note(desk.say("ui-server.direct-note"))));
  }

  @Override
  public String word() {
    return "place";
  }

  @Override
  public Node node() {
    return node;
  }

  @Override
  public void leave(StepFrame frame, Runnable on) {
    entry.name(id.getText());
    List<Problem> problems = entry.problems(List.of("storage", KEYS.getFirst(), KEYS.getLast()));
    name.show("");
    for (Problem problem : entry.form().show(problems)) {
      name.show(desk.words().say(problem.said()));
    }
    if (problems.isEmpty()) {
      desk.preferences().direct(entry.entered(Properties.SERVER), direct.isSelected());
      on.run();
    } else if (name.wrong()) {
      name.requestFocus();
    } else {
      form.focusProblem();
    }
  }

  @Override
  public void focus() {
    name.requestFocus();
  }
}
