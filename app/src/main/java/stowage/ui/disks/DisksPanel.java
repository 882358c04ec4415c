package stowage.ui.disks;

import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableView;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignE;
import org.kordamp.ikonli.materialdesign2.MaterialDesignH;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;
import stowage.disk.Disk;
import stowage.disk.Order;
import stowage.disk.Smart;
import stowage.exec.Reading;
import stowage.host.Host;
import stowage.host.HostState;
import stowage.host.Workshop;
import stowage.schema.Problem;
import stowage.tool.HostTool;
import stowage.ui.error.Explanation;
import stowage.ui.frame.Desk;
import stowage.ui.host.HostModel;
import stowage.ui.host.HostQuestion;
import stowage.ui.look.Guarded;
import stowage.ui.look.Look;
import stowage.ui.look.Status;
import stowage.ui.plan.ChangeView;
import stowage.ui.plan.Drawer;
import stowage.ui.plan.Lacking;

/** The disks of a host with what can be done with them; a drawer leads each action to its end. */
public final class DisksPanel {
  private final Desk desk;
  private final HostModel host;
  private final TableView<Disk> table;
  private final MadePanel made;
  private final VBox notices = Look.column(8);
  private final SplitPane split = new SplitPane();
  private final BorderPane page = new BorderPane();
  private final Drawer drawer;
  private final Guarded make;
  private final Guarded health;
  private final Guarded partition;
  private final Guarded wipe;
  private final Guarded remove;
  private Workshop workshop = Workshop.empty();
  private @Nullable SetupForm form;
  private final HostQuestion question;

  public DisksPanel(Desk desk, HostModel host) {
    this.desk = desk;
    this.host = host;
    question = new HostQuestion(desk, host);
    table = DisksTable.of(desk);
    table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    made = new MadePanel(desk);
    made.onChosen(() -> table.getSelectionModel().clearSelection());
    drawer = new Drawer(desk, host, split, new Beside());
    make = guarded("ui-disks.make", MaterialDesignP.PLUS, this::make);
    health = guarded("ui-disks.health", MaterialDesignH.HEART_PULSE, this::health);
    partition =
        guarded("ui-disks.gpt", MaterialDesignT.TABLE_PLUS, () -> order(new Order.Gpt(path())));
    wipe = guarded("ui-disks.wipe", MaterialDesignE.ERASER, () -> order(new Order.Wipe(path())));
    remove =
        guarded(
            "ui-disks.remove",
            MaterialDesignT.TRASH_CAN_OUTLINE,
            () -> new RemovalForm(desk, drawer, made.chosen(), selected(), barred()).open());
    VBox top =
        Look.column(
            12,
            Look.row(
                8,
                make,
                health,
                partition,
                wipe,
                remove,
                Look.spring(),
                Look.iconButton(desk.say("ui-disks.refresh"), MaterialDesignR.REFRESH, this::load)),
            notices);
    top.setPadding(new Insets(0, 0, 12, 0));
    VBox.setVgrow(table, Priority.ALWAYS);
    split.getItems().add(Look.column(16, table, made.node()));
    page.setTop(top);
    page.setCenter(split);
    table.getSelectionModel().getSelectedItems().subscribe(this::chosen);
    chosen();
  }

  private Guarded guarded(String key, org.kordamp.ikonli.Ikon shape, Runnable action) {
    Button button = Look.button(desk.say(key), shape, action);
    return new Guarded(button);
  }

  private final class Beside implements Drawer.Around {
    @Override
    public void changed() {
      load();
    }

    @Override
    public void closed() {
      table.requestFocus();
    }
  }

  public Node node() {
    return page;
  }

  /** Asks the host once; later on somebody presses the button. */
  public void loadFirstTime() {
    if (!question.isAsked()) {
      load();
    }
  }

  private void load() {
    table.setPlaceholder(Look.busy(desk.say("ui-content.loading")));
    notices.getChildren().clear();
    question.ask(Host::workshop, this::show, this::failed);
  }

  private void show(Reading<Workshop> reading) {
    switch (reading) {
      case Reading.Known<Workshop>(var found) -> {
        workshop = found;
        table.setPlaceholder(Look.note(desk.say("ui-disks.none")));
        table.getItems().setAll(found.disks());
        made.show(found.made());
        if (form != null) {
          form.equip(found);
        }
      }
      case Reading.Failed<Workshop>(var why) -> unknown(desk.words().say(why));
    }
    chosen();
  }

  private void failed(Exception why) {
    unknown(Explanation.of(why, desk.words()).what());
  }

  private void unknown(String why) {
    table.getItems().clear();
    made.showNothing();
    table.setPlaceholder(Look.note(desk.say("ui-content.unknown")));
    notices.getChildren().setAll(Look.banner(Status.PROBLEM, why));
  }

  private List<Disk> selected() {
    return List.copyOf(table.getSelectionModel().getSelectedItems());
  }

  private String path() {
    return selected().getFirst().lasting();
  }

  private void chosen() {
    List<Disk> disks = selected();
    if (!disks.isEmpty()) {
      made.chooseNothing();
    }
    boolean one = disks.size() == 1;
    String first = one ? "" : desk.say("ui-disks.choose-one");
    health.set(first);
    boolean blank = table.getItems().stream().anyMatch(Disk::blank);
    limit(make, blank ? "" : desk.say("ui-disks.none-blank"));
    limit(partition, !one || disks.getFirst().blank() ? first : desk.say("ui-disks.not-blank"));
    limit(
        wipe,
        !one || disks.getFirst().ties().isEmpty()
            ? first
            : desk.say("ui-disks.in-use", DisksTable.uses(desk, disks.getFirst())));
    limit(remove, table.getItems().isEmpty() ? desk.say("ui-disks.none") : "");
  }

  private void limit(Guarded button, String whyNot) {
    if (desk.readOnly(host)) {
      button.lock(desk.say("ui-plan.read-only"));
    } else {
      button.set(whyNot);
    }
  }

  /** Why plans can only be looked at; empty when they can be applied. */
  private String barred() {
    boolean demo = host.known().filter(s -> s.kind() == HostState.Kind.DEMO).isPresent();
    return demo ? desk.say("ui-disks.demo") : "";
  }

  private void make() {
    SetupForm opened = new SetupForm(desk, workshop, selected(), new Ways());
    form = opened;
    open(opened.node());
    opened.focus();
  }

  /** Back to the form, as it was left. */
  private void make(List<Problem> problems) {
    if (form != null) {
      open(form.node());
      form.show(problems);
    }
  }

  private final class Ways implements SetupForm.Ways {
    @Override
    public void review(Order order) {
      drawer.change(open -> open.planDisks(order), DisksPanel.this::make, barred());
    }

    @Override
    public void install(List<String> packages) {
      DisksPanel.this.install(packages, DisksPanel.this::make);
    }

    @Override
    public void cancel() {
      drawer.close();
    }
  }

  private void order(Order order) {
    if (equipped(order.tools())) {
      drawer.change(open -> open.planDisks(order), this::refused, barred());
    }
  }

  /** Says what is missing, with the way to it, before anything is asked in vain. */
  private boolean equipped(List<HostTool> needed) {
    List<String> missing = workshop.missing(needed);
    notices.getChildren().clear();
    if (!missing.isEmpty()) {
      drawer.close();
      notices
          .getChildren()
          .add(
              Lacking.of(
                  desk,
                  "ui-disks.tools-missing",
                  missing,
                  packages -> install(packages, this::refused)));
    }
    return missing.isEmpty();
  }

  /**
   * @param after gets what was wrong; nothing when all is well, or was given up
   */
  private void install(List<String> packages, Consumer<List<Problem>> after) {
    drawer.change(
        host,
        (open, _) -> new ChangeView.Prepared(open.planInstall(packages), null),
        after::accept,
        () -> after.accept(List.of()));
  }

  private void refused(List<Problem> problems) {
    drawer.close();
    notices.getChildren().clear();
    problems.forEach(problem ->
        notices.getChildren().add(Look.banner(Status.PROBLEM, desk.words().say(problem.said()))));
  }

  private void health() {
    Disk disk = selected().getFirst();
    if (!equipped(List.of(Smart.TOOL))) {
      return;
    }
    host.host().ifPresent(open -> drawer.open(new HealthView(desk, open, disk, drawer::close)));
  }

  private void open(Node form) {
    drawer.leave();
    drawer.open(form);
  }

  public void close() {
    question.discard();
    drawer.leave();
  }
}
