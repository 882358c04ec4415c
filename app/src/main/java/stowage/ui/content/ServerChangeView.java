package stowage.ui.content;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextArea;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import stowage.host.Host;
import stowage.ui.error.ErrorView;
import stowage.ui.error.Explanation;
import stowage.ui.frame.Desk;
import stowage.ui.host.HostModel;
import stowage.ui.look.Look;
import stowage.ui.look.Status;
import stowage.ui.look.View;
import stowage.ui.plan.Consent;
import stowage.ui.tasks.TaskModel;
import stowage.ui.tasks.TaskWords;

/** Leads a change at a backup server through its review to its end. */
final class ServerChangeView implements View {
  private final Desk desk;
  private final HostModel host;
  private final ServerChange change;
  private final Runnable back;
  private final Runnable done;
  private final BorderPane page = new BorderPane();
  private final TextArea log = new TextArea();
  private Subscription following = Subscription.EMPTY;

  /**
   * @param back to what was entered
   * @param done when it has ended well and has been seen
   */
  ServerChangeView(Desk desk, HostModel host, ServerChange change, Runnable back, Runnable done) {
    this.desk = desk;
    this.host = host;
    this.change = change;
    this.back = back;
    this.done = done;
    log.setEditable(false);
    log.getStyleClass().add("monospace");
    log.setAccessibleText(desk.say("ui-vault.log"));
    review();
  }

  private Label title() {
    Label title = Look.subheading(desk.words().say(change.title()));
    title.setWrapText(true);
    return title;
  }

  private Node back() {
    return Look.button(desk.say("ui-plan.back"), MaterialDesignA.ARROW_LEFT, back);
  }

  private void review() {
    Consent consent = new Consent(desk, host, change.doom(), desk.say("ui-plan.apply"), this::run);
    Label calls = Look.text(String.join("\n", change.calls()));
    calls.getStyleClass().addAll("monospace", "code");
    calls.setMaxWidth(Double.MAX_VALUE);
    javafx.scene.control.ScrollPane scroll = new javafx.scene.control.ScrollPane(calls);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    page.setTop(
        Look.column(16, title(), Look.note(desk.say("ui-vault.calls", change.calls().size()))));
    List<Node> bottom = new ArrayList<>();
    consent.question().ifPresent(bottom::add);
    bottom.add(Look.row(8, Look.spring(), back(), consent.button()));
    show(scroll, bottom);
    consent.focus();
  }

  private void run() {
    Host open = host.host().orElse(null);
    if (open == null) {
      show(
          Look.banner(Status.PROBLEM, desk.say("ui-plan.no-connection")),
          List.of(Look.row(8, Look.spring(), back())));
      return;
    }
    TaskModel task = desk.tasks().start(open, change.title(), change.work(), this::ended);
    ProgressBar bar = new ProgressBar();
    bar.setMaxWidth(Double.MAX_VALUE);
    bar.setAccessibleText(desk.words().say(change.title()));
    page.setTop(Look.column(16, title(), bar));
    show(log, List.of(Look.note(desk.say("ui-vault.may-leave"))));
    following = desk.tasks().pulse().subscribe(_ -> tell(task));
  }

  private void tell(TaskModel task) {
    String said = TaskWords.log(task);
    if (!said.equals(log.getText())) {
      log.setText(said);
      log.positionCaret(log.getLength());
    }
  }

  private void ended(TaskModel task) {
    following.unsubscribe();
    tell(task);
    Status status = TaskWords.status(task.phase().get());
    boolean well = status == Status.OK;
    Node said =
        task.phase().get() instanceof TaskModel.Phase.Lost(var why)
            ? ErrorView.of(Explanation.of(why, desk.words()), desk.words())
            : Look.row(
                12,
                Look.icon(status.shape(), status.tone()),
                Look.text(TaskWords.say(task, desk.words())));
    page.setTop(Look.column(16, title(), said));
    HBox buttons = Look.row(8, Look.spring());
    if (!well) {
      buttons.getChildren().add(back());
    }
    // Also after a failure part of it may have been done.
    var ready = Look.primary(desk.say("ui-plan.done"), done);
    buttons.getChildren().add(ready);
    show(log.getText().isEmpty() ? new VBox() : log, List.of(buttons));
    ready.requestFocus();
  }

  private void show(Node content, List<Node> bottom) {
    page.setPadding(new Insets(16, 24, 16, 24));
    BorderPane.setMargin(content, new Insets(12, 0, 12, 0));
    page.setCenter(content);
    page.setBottom(Look.column(12, bottom.toArray(Node[]::new)));
  }

  @Override
  public Parent node() {
    return page;
  }

  @Override
  public void close() {
    following.unsubscribe();
  }
}
