package stowage.ui.content;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import stowage.host.Host;
import stowage.host.Proposal;
import stowage.ui.content.Removals.Fate;
import stowage.ui.content.Removals.Item;
import stowage.ui.error.Explanation;
import stowage.ui.frame.Desk;
import stowage.ui.host.HostModel;
import stowage.ui.look.Look;
import stowage.ui.look.Status;
import stowage.ui.look.StatusMark;
import stowage.ui.look.View;
import stowage.ui.plan.Consent;
import stowage.ui.tasks.TaskWords;

/** One review for all volumes to be removed; then what has become of each. */
final class RemovalsView implements View {
  private final Desk desk;
  private final HostModel host;
  private final Removals removals;
  private final Host open;
  private final Runnable done;
  private final BorderPane page = new BorderPane();
  private final VBox rows = new VBox(16);
  private final Label summary = Look.text("");
  private final ProgressBar progress = new ProgressBar();
  private final VBox question = new VBox();
  private final HBox buttons = Look.row(8);
  private final Subscription following;
  private Removals.Stage shown = Removals.Stage.PLANNING;

  /**
   * @param done told when the user has seen the end, or does not want it
   */
  RemovalsView(Desk desk, HostModel host, Host open, Removals removals, Runnable done) {
    this.desk = desk;
    this.host = host;
    this.open = open;
    this.removals = removals;
    this.done = done;
    progress.setMaxWidth(Double.MAX_VALUE);
    int count = removals.items().size();
    String pool = removals.items().getFirst().volume().id().storage().text();
    VBox top =
        new VBox(
            12,
            Look.subheading(desk.say("ui-content.remove-title", count, pool)),
            summary,
            progress);
    top.setPadding(new Insets(16, 24, 12, 24));
    rows.setPadding(new Insets(4, 24, 16, 24));
    ScrollPane scroll = new ScrollPane(rows);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    VBox bottom = new VBox(12, question, buttons);
    bottom.setPadding(new Insets(8, 24, 16, 24));
    page.setTop(top);
    page.setCenter(scroll);
    page.setBottom(bottom);
    following = removals.version().subscribe((_, _) -> show());
    begin();
    show();
    removals.plan(open);
  }

  private void show() {
    rows.getChildren().setAll(removals.items().stream().map(this::row).toList());
    int count = removals.items().size();
    switch (removals.stage()) {
      case PLANNING -> {
        long known = removals.planned() + removals.refused();
        summary.setText(desk.say("ui-content.remove-asking", known, count));
        progress.setProgress((double) known / count);
      }
      case REVIEW ->
          summary.setText(
              desk.say("ui-content.remove-review", removals.planned(), removals.refused()));
      case RUNNING -> {
        long all = count - removals.refused();
        long ended = removals.done() + removals.failed();
        summary.setText(desk.say("ui-content.remove-running", ended, all));
        progress.setProgress((double) ended / all);
      }
      case ENDED ->
          summary.setText(
              desk.say(
                  "ui-content.remove-ended",
                  removals.done(),
                  removals.failed(),
                  removals.refused(),
                  removals.left()));
    }
    progress.setAccessibleText(summary.getText());
    if (shown != removals.stage()) {
      shown = removals.stage();
      begin();
    }
  }

  /** Question and buttons of a stage that has just begun. */
  private void begin() {
    boolean works = shown == Removals.Stage.PLANNING || shown == Removals.Stage.RUNNING;
    progress.setVisible(works);
    progress.setManaged(works);
    question.getChildren().clear();
    buttons.getChildren().setAll(Look.spring());
    switch (shown) {
      case PLANNING -> buttons.getChildren().add(cancel("ui.cancel"));
      case REVIEW -> review();
      case RUNNING ->
          buttons
              .getChildren()
              .add(
                  Look.button(
                      desk.say("ui-content.remove-stop"),
                      MaterialDesignS.STOP_CIRCLE_OUTLINE,
                      removals::stop));
      case ENDED -> {
        host.refresh();
        var seen = Look.primary(desk.say("ui-plan.done"), done);
        seen.setDefaultButton(true);
        buttons.getChildren().add(seen);
        seen.requestFocus();
      }
    }
  }

  private void review() {
    buttons.getChildren().add(cancel("ui-plan.back"));
    long count = removals.planned();
    if (count == 0) {
      return;
    }
    Consent consent =
        new Consent(
            desk,
            host,
            new Consent.Doom(word(), desk.say("ui-content.remove-gone", count)),
            desk.say("ui-content.remove-apply", count),
            () -> removals.run(open));
    consent.question().ifPresent(question.getChildren()::setAll);
    buttons.getChildren().add(consent.button());
    consent.focus();
  }

  /** What is typed: the volume's name, or that of the pool where there are several. */
  private String word() {
    List<Item> planned =
        removals.items().stream().filter(i -> i.fate() instanceof Fate.Planned).toList();
    var first = planned.getFirst().volume().id();
    return planned.size() == 1 ? first.leaf() : first.storage().text();
  }

  private Node cancel(String key) {
    return Look.button(desk.say(key), MaterialDesignA.ARROW_LEFT, done);
  }

  private Node row(Item item) {
    StatusMark mark = new StatusMark();
    mark.show(desk.words(), status(item.fate()), "");
    mark.setText(desk.say("ui-content.item-" + word(item.fate())));
    mark.setMinWidth(128);
    Label name = Look.text(item.volume().id().name());
    name.getStyleClass().add("monospace");
    List<Node> parts = new ArrayList<>();
    parts.add(
        Look.row(
            12,
            mark,
            name,
            Look.spring(),
            Look.note(desk.words().size(item.volume().space().size()))));
    switch (item.fate()) {
      case Fate.Planned(var proposal) -> parts.addAll(what(proposal));
      case Fate.Refused(var why) ->
          parts.add(Look.banner(Status.DISABLED, Explanation.of(why, desk.words()).what()));
      case Fate.Sent(var task) -> parts.add(Look.note(TaskWords.say(task, desk.words())));
      case Fate.Left() -> parts.add(Look.note(desk.say("ui-content.item-left-text")));
      case Fate.Asked() -> {}
    }
    return Look.column(4, parts.toArray(Node[]::new));
  }

  private List<Node> what(Proposal proposal) {
    List<Node> parts = new ArrayList<>();
    proposal.findings().forEach(f -> parts.add(Look.banner(Status.WARNING, desk.words().say(f))));
    Label commands =
        Look.text(
            String.join(
                "\n", proposal.plan().steps().stream().map(s -> s.command().shown()).toList()));
    commands.getStyleClass().addAll("monospace", "code");
    commands.setMaxWidth(Double.MAX_VALUE);
    parts.add(commands);
    return parts;
  }

  private static Status status(Fate fate) {
    return switch (fate) {
      case Fate.Asked(), Fate.Left() -> Status.UNKNOWN;
      case Fate.Planned _ -> Status.WARNING;
      case Fate.Refused _ -> Status.DISABLED;
      case Fate.Sent(var task) -> TaskWords.status(task.phase().get());
    };
  }

  private static String word(Fate fate) {
    return switch (fate) {
      case Fate.Asked() -> "asked";
      case Fate.Left() -> "left";
      case Fate.Planned _ -> "planned";
      case Fate.Refused _ -> "refused";
      case Fate.Sent(var task) ->
          task.running()
              ? "running"
              : TaskWords.status(task.phase().get()) == Status.OK ? "done" : "failed";
    };
  }

  @Override
  public Parent node() {
    return page;
  }

  @Override
  public void close() {
    following.unsubscribe();
    removals.forget();
  }
}
