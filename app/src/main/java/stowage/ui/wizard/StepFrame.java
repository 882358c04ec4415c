package stowage.ui.wizard;

import atlantafx.base.theme.Styles;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import stowage.exec.Reading;
import stowage.ui.error.Explanation;
import stowage.ui.frame.Desk;
import stowage.ui.look.Look;
import stowage.ui.look.Sheet;
import stowage.ui.look.Status;
import stowage.ui.work.Background;

/** What is around each step: where one is, the ways back and on, and what came of a question. */
final class StepFrame {
  private final Desk desk;
  private final String title;
  private final BorderPane page = new BorderPane();
  private final VBox said = Look.column(8);
  private Button next = new Button();
  private Background.@Nullable Work<?> asking;

  StepFrame(Desk desk, String title) {
    this.desk = desk;
    this.title = title;
  }

  Node node() {
    return page;
  }

  /** Where the way back leads, in words. */
  record Back(String name, Runnable action) {}

  /**
   * @param names of all steps
   * @param content from top to bottom
   */
  void ask(List<String> names, int at, List<Node> content, Back back, Runnable on) {
    stop();
    VBox all = Look.column(16);
    all.getChildren().addAll(content);
    all.getChildren().add(said);
    head(names, at);
    page.setCenter(Sheet.of(all));
    next = Look.primary(desk.say("ui-server.next"), on);
    next.setDefaultButton(true);
    var bar =
        Look.row(
            8,
            Look.button(back.name(), MaterialDesignA.ARROW_LEFT, back.action()),
            Look.spring(),
            next);
    bar.setPadding(new Insets(8, 24, 16, 24));
    page.setBottom(bar);
  }

  /** Something that has its own way on. */
  void show(List<String> names, int at, Node content) {
    stop();
    head(names, at);
    page.setCenter(content);
    page.setBottom(null);
  }

  private void head(List<String> names, int at) {
    FlowPane path = new FlowPane(16, 4);
    for (int i = 0; i < names.size(); i++) {
      path.getChildren().add(milestone(names.get(i), i, at));
    }
    path.setAccessibleText(desk.say("ui-server.step-of", at + 1, names.size(), names.get(at)));
    VBox head = new VBox(12, Look.heading(title), path);
    head.setPadding(new Insets(16, 24, 12, 24));
    page.setTop(head);
  }

  private static Label milestone(String name, int place, int at) {
    Label label = new Label(place + 1 + "  " + name);
    if (place < at) {
      label.setText(name);
      label.setGraphic(Look.icon(MaterialDesignC.CHECK, Status.OK.tone()));
    }
    label.getStyleClass().add(place == at ? Styles.TEXT_BOLD : Styles.TEXT_MUTED);
    return label;
  }

  void refuse(String words) {
    said.getChildren().setAll(Look.banner(Status.PROBLEM, words));
  }

  /** A failed reading is said as its reason. */
  <T> void read(Callable<Reading<T>> question, Consumer<T> then) {
    work(
        question,
        why -> Explanation.of(why, desk.words()).what(),
        reading -> {
          switch (reading) {
            case Reading.Known<T>(var value) -> then.accept(value);
            case Reading.Failed<T>(var reason) -> refuse(desk.words().say(reason));
          }
        });
  }

  /**
   * Nobody goes on before the answer is there.
   *
   * @param reason why there is none, in words
   */
  <T> void work(Callable<T> question, Function<Exception, String> reason, Consumer<T> then) {
    stop();
    ProgressBar bar = new ProgressBar();
    bar.setMaxWidth(Double.MAX_VALUE);
    bar.setAccessibleText(desk.say("ui-server.asking"));
    said.getChildren().setAll(Look.note(desk.say("ui-server.asking")), bar);
    next.setDisable(true);
    asking =
        desk.background()
            .run(question)
            .then(answer -> {
              stop();
              then.accept(answer);
            })
            .failed(why -> {
              stop();
              refuse(reason.apply(why));
            });
  }

  /** What is still asked is no longer wanted. */
  void stop() {
    if (asking != null) {
      asking.discard();
      asking = null;
    }
    said.getChildren().clear();
    next.setDisable(false);
  }
}
