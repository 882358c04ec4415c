package stowage.ui.keys;

import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.TextArea;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;
import stowage.ui.form.Field;
import stowage.ui.frame.Desk;
import stowage.ui.look.Look;
import stowage.ui.look.Status;

/** Proves that a key can be read back from its paper: from pasted text or from pictures of it. */
final class PaperDrill {
  private final Desk desk;
  private final Custody custody;
  private final Runnable judged;
  private final TextArea pasted = new TextArea();
  private final Said said = new Said();
  private final VBox form;

  /**
   * @param judged called after each verdict, whatever it was
   */
  PaperDrill(Desk desk, Custody custody, Outside outside, Runnable judged) {
    this.desk = desk;
    this.custody = custody;
    this.judged = judged;
    pasted.setPrefRowCount(3);
    pasted.setPromptText(desk.say("ui-keys.drill-prompt"));
    form = Look.column(12);
    form.getChildren()
        .addAll(
            Look.text(desk.say("ui-keys.drill")),
            new Field(desk.say("ui-keys.drill-text"), pasted, ""),
            new FlowPane(
                8,
                8,
                Look.button(desk.say("ui-keys.drill-check"), MaterialDesignC.CHECK, this::readText),
                Look.button(
                    desk.say("ui-keys.drill-choose"),
                    MaterialDesignI.IMAGE_SEARCH_OUTLINE,
                    () -> read(outside.toOpen(form, desk.say("ui-keys.drill-choose"))))),
            said);
  }

  VBox form() {
    return form;
  }

  private void readText() {
    String text = pasted.getText();
    if (text.isBlank()) {
      said.say(Status.WARNING, desk.say("ui-keys.drill-empty"));
      return;
    }
    said.work(desk, () -> custody.drill(text), this::judge);
  }

  /**
   * @param files pictures or scans of the paper; nothing happens without any
   */
  void read(List<Path> files) {
    if (!files.isEmpty()) {
      said.work(desk, () -> custody.drill(files), this::judge);
    }
  }

  private void judge(Custody.Verdict verdict) {
    switch (verdict) {
      case SAME -> {
        pasted.clear();
        said.say(Status.OK, desk.say("ui-keys.drill-same"));
      }
      case OTHER -> said.say(Status.PROBLEM, desk.say("ui-keys.drill-other"));
      case OWN_CLIPBOARD -> said.say(Status.WARNING, desk.say("ui-keys.drill-clipboard"));
    }
    judged.run();
  }

  /** The key itself may stand there. */
  void clear() {
    pasted.clear();
  }
}
