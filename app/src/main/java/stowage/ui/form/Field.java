package stowage.ui.form;

import atlantafx.base.theme.Styles;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import stowage.ui.look.Look;
import stowage.ui.look.Status;

/** A control with its name above, help below, and what is wrong with its value below that. */
public final class Field extends VBox {
  private static final PseudoClass WRONG = PseudoClass.getPseudoClass("error");

  private final Node control;
  private final Label problem = new Label();
  private final String name;
  private final String help;

  /**
   * @param name empty for a control that carries its name itself, such as a check box
   * @param help one line, empty for none
   */
  public Field(String name, Node control, String help) {
    super(4);
    this.control = control;
    this.name = name;
    this.help = help;
    Label label = new Label(name);
    label.setLabelFor(control);
    problem.setGraphic(Look.icon(Status.PROBLEM.shape(), "danger"));
    problem.setWrapText(true);
    problem.setMinHeight(USE_PREF_SIZE);
    problem.getStyleClass().addAll("problem", Styles.TEXT_SMALL);
    if (!name.isEmpty()) {
      getChildren().add(label);
    }
    getChildren().add(control);
    if (!help.isEmpty()) {
      Label note = Look.note(help);
      note.getStyleClass().add(Styles.TEXT_SMALL);
      getChildren().add(note);
    }
    getChildren().add(problem);
    show("");
  }

  /**
   * @param wrong empty when nothing is
   */
  public void show(String wrong) {
    problem.setText(wrong);
    problem.setVisible(!wrong.isEmpty());
    problem.setManaged(!wrong.isEmpty());
    control.pseudoClassStateChanged(WRONG, !wrong.isEmpty());
    if (!name.isEmpty()) {
      control.setAccessibleText(name);
    }
    control.setAccessibleHelp(wrong.isEmpty() ? help : wrong);
    control.notifyAccessibleAttributeChanged(AccessibleAttribute.HELP);
  }

  public boolean wrong() {
    return problem.isVisible();
  }

  @Override
  public void requestFocus() {
    control.requestFocus();
  }
}
