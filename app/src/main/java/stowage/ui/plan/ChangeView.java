package stowage.ui.plan;

import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import stowage.exec.HostException;
import stowage.exec.Outcome;
import stowage.host.Guest;
import stowage.host.Host;
import stowage.host.Proposal;
import stowage.host.Sequel;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.ui.error.ErrorView;
import stowage.ui.error.Explanation;
import stowage.ui.frame.Desk;
import stowage.ui.frame.Page;
import stowage.ui.host.HostModel;
import stowage.ui.look.Look;
import stowage.ui.look.Status;
import stowage.ui.look.View;
import stowage.ui.tasks.Passage;
import stowage.ui.tasks.TaskModel;
import stowage.ui.tasks.TaskWords;
import stowage.ui.work.Background;

/** Leads one change from the question to the host through review and progress to its end. */
public final class ChangeView implements View {

  /** Asks the host what a change would do; may be asked again after a conflict. */
  @FunctionalInterface
  public interface Planner {
    Proposal plan(Host host) throws HostException, InvalidException;
  }

  /**
   * A change that only waits to be looked at.
   *
   * @param passage how it is applied when its data pass through this computer; null when none do
   */
  public record Prepared(Proposal proposal, @Nullable Passage passage) {}

  /** As {@link Planner}, where more is to be done here beforehand. */
  @FunctionalInterface
  public interface Preparing {
    /**
     * @param tell what is being done, if it takes its time
     */
    Prepared prepare(Host host, Consumer<Message> tell) throws Exception;
  }

  private final Desk desk;
  private final HostModel host;
  private final Surroundings around;
  private final BorderPane page = new BorderPane();
  private final String barred;
  private Background.@Nullable Work<?> planning;
  private Subscription following = Subscription.EMPTY;
  private boolean underway;

  public ChangeView(Desk desk, HostModel host, Surroundings around) {
    this(desk, host, around, "");
  }

  /**
   * @param barred why it can be looked at but not be applied; empty when it can
   */
  ChangeView(Desk desk, HostModel host, Surroundings around, String barred) {
    this.barred = barred;
    this.desk = desk;
    this.host = host;
    this.around = around;
  }

  /** Asks for a proposal and shows it. */
  public void plan(Planner planner) {
    prepare((open, _) -> new Prepared(planner.plan(open), null));
  }

  /** The same; what changes nothing on the host begins at once, without a review. */
  public void prepare(Preparing planner) {
    Host open = host.host().orElse(null);
    if (open == null) {
      trouble(
          new HostException.Unreachable(host.name(), desk.say("ui-plan.no-connection")), planner);
      return;
    }
    ProgressBar bar = new ProgressBar();
    bar.setMaxWidth(Double.MAX_VALUE);
    bar.setAccessibleText(desk.say("ui-plan.planning"));
    Label doing = Look.note(desk.say("ui-plan.planning"));
    show(new VBox(8, doing, bar), button("ui.cancel", () -> around.back(null)));
    Consumer<Message> tell =
        message -> desk.background().show(() -> doing.setText(desk.words().say(message)));
    planning =
        desk.background()
            .run(() -> planner.prepare(open, tell))
            .then(prepared -> {
              if (prepared.proposal().plan().steps().isEmpty() && prepared.passage() != null) {
                apply(open, prepared, planner);
              } else {
                review(open, prepared, planner);
              }
            })
            .failed(why -> {
              if (why instanceof InvalidException invalid) {
                around.back(invalid);
              } else {
                trouble(why, planner);
              }
            });
  }

  private void review(Host open, Prepared prepared, Preparing planner) {
    Proposal proposal = prepared.proposal();
    Consent.Doom doom =
        proposal.doomed().map(name -> new Consent.Doom(name, stake(proposal, name))).orElse(null);
    Consent consent =
        new Consent(
            desk, host, doom, desk.say("ui-plan.apply"), () -> apply(open, prepared, planner));
    consent.bar(barred);
    show(
        new Review(desk.words(), proposal).node(),
        button("ui-plan.back", () -> around.back(null)),
        consent.button());
    // In sight whatever the length of the review.
    consent.question().ifPresent(this::showAbove);
    consent.focus();
  }

  private String stake(Proposal proposal, String name) {
    List<String> guests = proposal.guests().stream().map(Guest::label).toList();
    if (proposal.takesDisks()) {
      return desk.say("ui-plan.takes-disks");
    }
    return guests.isEmpty()
        ? desk.say("ui-plan.gone-for-good", name)
        : desk.say("ui-plan.taken-from-guest", name, String.join(", ", guests));
  }

  private void apply(Host open, Prepared prepared, Preparing planner) {
    Proposal proposal = prepared.proposal();
    Passage passage = prepared.passage();
    Consumer<TaskModel> ended = task -> ended(task, planner);
    underway = true;
    TaskModel task =
        passage == null
            ? desk.tasks().start(open, proposal, ended)
            : desk.tasks().start(open, proposal, passage, ended);
    Progress progress = new Progress(desk, task, passage != null);
    following = progress.following();
    show(
        new VBox(
            16,
            Look.subheading(desk.words().say(proposal.plan().title())),
            progress.node(),
            Look.note(desk.say(stay(passage)))),
        progress.stop());
  }

  private String stay(@Nullable Passage passage) {
    return around.holds()
        ? "ui-plan.stay"
        : passage == null ? "ui-plan.may-leave" : "ui-plan.may-leave-open";
  }

  private void ended(TaskModel task, Preparing planner) {
    following.unsubscribe();
    host.refresh();
    around.ended();
    // Where data passed here it is known what has become of them.
    if (task.phase().get() instanceof TaskModel.Phase.Lost(var why) && task.flow().isEmpty()) {
      trouble(why, planner);
      return;
    }
    boolean well = task.outcome().map(Outcome::done).orElse(false);
    underway = well;
    Label said = Look.text(TaskWords.say(task, desk.words()));
    Status status = TaskWords.status(task.phase().get());
    VBox box =
        new VBox(
            16,
            Look.subheading(desk.words().say(task.proposal().plan().title())),
            Look.row(12, Look.icon(status.shape(), status.tone()), said));
    task.proposal()
        .made()
        .ifPresent(made -> {
          Label label = Look.text(made);
          label.getStyleClass().add("monospace");
          if (well) {
            box.getChildren().add(label);
          }
        });
    if (well) {
      Button done = Look.primary(desk.say("ui-plan.done"), () -> seen(task.proposal()));
      task.proposal()
          .next()
          .ifPresentOrElse(next -> show(box, leading(task, next), done), () -> show(box, done));
      done.requestFocus();
    } else {
      box.getChildren().addAll(StepList.of(task, desk.words()));
      show(
          box,
          button("ui-plan.back", () -> around.back(null)),
          button("ui-plan.again", () -> prepare(planner)));
    }
  }

  /** What was made is no pool yet, or this node is not among those of its pool. */
  private Button leading(TaskModel task, Sequel next) {
    return switch (next) {
      case Sequel.NewPool(var draft) ->
          Look.button(
              desk.say("ui-plan.add-pool"),
              MaterialDesignD.DATABASE_PLUS_OUTLINE,
              () -> {
                seen(task.proposal());
                desk.open(new Page.AddPool(host.name(), draft));
              });
      case Sequel.KnownPool(var draft) ->
          Look.button(
              desk.say("ui-plan.join-pool", draft.id()),
              MaterialDesignD.DATABASE_PLUS_OUTLINE,
              () -> plan(open -> open.planSet(draft, null)));
    };
  }

  private void seen(Proposal proposal) {
    underway = false;
    around.done(proposal);
  }

  private void trouble(Exception why, Preparing planner) {
    underway = false;
    show(
        ErrorView.of(Explanation.of(why, desk.words()), desk.words()),
        button("ui-plan.back", () -> around.back(null)),
        button("ui-plan.again", () -> prepare(planner)));
  }

  private Button button(String key, Runnable action) {
    return Look.button(desk.say(key), MaterialDesignA.ARROW_LEFT, action);
  }

  private void show(Node content, Node... buttons) {
    VBox padded = new VBox(content);
    padded.setPadding(new Insets(16, 24, 16, 24));
    ScrollPane scroll = new ScrollPane(padded);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    page.setCenter(scroll);
    HBox bar = Look.row(8, Look.spring());
    bar.getChildren().addAll(buttons);
    bar.setPadding(new Insets(8, 24, 16, 24));
    page.setBottom(bar);
  }

  private void showAbove(Node question) {
    VBox above = new VBox(question);
    above.setPadding(new Insets(8, 24, 0, 24));
    page.setBottom(new VBox(above, page.getBottom()));
  }

  @Override
  public Parent node() {
    return page;
  }

  @Override
  public boolean mayClose() {
    return !underway || !around.holds();
  }

  @Override
  public void close() {
    following.unsubscribe();
    if (planning != null) {
      planning.discard();
    }
  }
}
