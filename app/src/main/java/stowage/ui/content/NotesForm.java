package stowage.ui.content;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import javafx.scene.Parent;
import javafx.scene.control.TextArea;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import stowage.schema.Problem;
import stowage.ui.error.ErrorView;
import stowage.ui.error.Explanation;
import stowage.ui.form.Field;
import stowage.ui.form.ShortForm;
import stowage.ui.frame.Desk;
import stowage.ui.look.Look;
import stowage.ui.look.View;
import stowage.ui.work.Background;
import stowage.volume.Volume;

/** The whole notes of a backup, to be changed. */
final class NotesForm implements View {
  private final Desk desk;
  private final TextArea text = new TextArea();
  private final ShortForm form;
  private final StackPane page = new StackPane();
  private String before = "";
  private Background.@Nullable Work<?> loading;

  /** Goes on to the review. */
  @FunctionalInterface
  interface Next {
    /**
     * @param before the notes as they were when they were read
     */
    void accept(String text, String before);
  }

  NotesForm(Desk desk, Volume backup, Next next, Runnable cancel) {
    this.desk = desk;
    text.setWrapText(true);
    text.setPrefRowCount(12);
    Map<String, Field> fields = new LinkedHashMap<>();
    fields.put(
        "notes",
        new Field(desk.say("ui-content.col-notes"), text, desk.say("ui-backup.notes-help")));
    form =
        new ShortForm(
            desk,
            desk.say("ui-backup.notes-title", backup.id().leaf()),
            fields,
            () -> next.accept(text.getText(), before),
            cancel);
    page.getChildren().setAll(Look.busy(desk.say("ui-content.loading")));
  }

  void load(Callable<String> question) {
    loading =
        desk.background()
            .run(question)
            .then(notes -> {
              before = notes;
              text.setText(notes);
              page.getChildren().setAll(form.node());
              form.focus();
            })
            .failed(why ->
                page.getChildren()
                    .setAll(
                        Look.column(
                            16, ErrorView.of(Explanation.of(why, desk.words()), desk.words()))));
  }

  void show(List<Problem> problems) {
    form.show(problems);
  }

  @Override
  public Parent node() {
    return page;
  }

  @Override
  public void close() {
    if (loading != null) {
      loading.discard();
    }
  }
}
