package stowage.ui.wizard;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import stowage.config.StorageId;
import stowage.config.StorageType;
import stowage.exec.Secret;
import stowage.schema.Draft;
import stowage.schema.Drafts;
import stowage.schema.Problem;
import stowage.schema.Schemas;
import stowage.tool.HostTool;
import stowage.type.Backend;
import stowage.ui.form.Field;
import stowage.ui.form.FormModel;
import stowage.ui.form.FormView;
import stowage.ui.frame.Desk;
import stowage.ui.frame.Page;
import stowage.ui.host.HostModel;
import stowage.ui.keys.Desktop;
import stowage.ui.look.Look;
import stowage.ui.look.Names;
import stowage.ui.look.Sheet;
import stowage.ui.look.Status;
import stowage.ui.look.View;
import stowage.ui.plan.ChangeView;
import stowage.ui.plan.Lacking;
import stowage.ui.plan.Surroundings;
import stowage.ui.pool.PoolView;

/** Adds a pool: its type, its properties, the review, its page. */
public final class AddPoolView implements View {
  private static final List<Group> GROUPS =
      List.of(
          new Group(
              "ui-form.group-file",
              List.of(
                  StorageType.DIR,
                  StorageType.BTRFS,
                  StorageType.NFS,
                  StorageType.CIFS,
                  StorageType.CEPHFS,
                  StorageType.GLUSTERFS)),
          new Group(
              "ui-form.group-block",
              List.of(StorageType.LVMTHIN, StorageType.ZFSPOOL, StorageType.LVM)),
          new Group(
              "ui-form.group-network",
              List.of(
                  StorageType.RBD, StorageType.ISCSI, StorageType.ISCSIDIRECT, StorageType.ZFS)),
          new Group("ui-form.group-backup", List.of(StorageType.PBS)));

  /** Nothing is made on these, but they can be added. */
  private static final Set<StorageType> UNITS =
      Set.of(StorageType.ISCSI, StorageType.ISCSIDIRECT, StorageType.PBS);

  private record Group(String key, List<StorageType> types) {}

  private final Desk desk;
  private final HostModel host;
  private final PoolView.Backends backends;
  private final Page.AddPool self;
  private final BorderPane page = new BorderPane();
  private @Nullable ChangeView change;
  private @Nullable ServerWizard wizard;

  public AddPoolView(Desk desk, HostModel host, PoolView.Backends backends, Page.AddPool self) {
    this.desk = desk;
    this.host = host;
    this.backends = backends;
    this.self = self;
    Draft begun = self.begun();
    Optional<StorageType> type =
        Optional.ofNullable(begun).flatMap(draft -> StorageType.of(draft.type()));
    if (begun != null && type.isPresent()) {
      show(new Entering(type.get(), begun), List.of());
    } else {
      gallery();
    }
  }

  private void gallery() {
    leaveWizard();
    VBox all = new VBox(16, Look.heading(desk.say("ui-form.add-title", host.name())));
    for (Group group : GROUPS) {
      FlowPane doors = new FlowPane(12, 12);
      group.types().forEach(type -> doors.getChildren().add(door(type)));
      all.getChildren().addAll(Look.subheading(desk.say(group.key())), doors);
    }
    all.getChildren().add(Look.note(desk.say("ui-form.read-only-types")));
    page.setCenter(Sheet.of(all));
    page.setBottom(null);
  }

  private Node door(StorageType type) {
    var help = Look.note(desk.say("type." + type.word() + ".help"));
    VBox content =
        new VBox(
            8,
            Look.row(8, Look.icon(Names.icon(type)), Look.subheading(Names.of(desk.words(), type))),
            help);
    content.setPrefWidth(200);
    Button door = new Button(null, content);
    door.getStyleClass().add("door");
    door.setPrefHeight(128);
    door.setAccessibleText(Names.of(desk.words(), type));
    door.setAccessibleHelp(help.getText());
    boolean writable =
        UNITS.contains(type) || backends.of(type).flatMap(Backend::provisioning).isPresent();
    door.setDisable(!writable);
    if (!writable) {
      Tooltip.install(content, new Tooltip(desk.say("ui-form.read-only-types")));
    }
    door.setOnAction(_ -> enter(type));
    return door;
  }

  private void enter(StorageType type) {
    if (type == StorageType.PBS) {
      ServerWizard opened =
          new ServerWizard(
              desk,
              host,
              new Desktop(),
              backends.of(type).map(Backend::tools).orElse(List.of()),
              self,
              this::gallery);
      wizard = opened;
      page.setCenter(opened.node());
      page.setBottom(null);
    } else {
      show(new Entering(type, Draft.of("", type.word(), Map.of())), List.of());
    }
  }

  private void leaveWizard() {
    if (wizard != null) {
      wizard.close();
      wizard = null;
    }
  }

  /** The form of one type while it is filled in. */
  private final class Entering {
    private final StorageType type;
    private final TextField id = new TextField();
    private final Field name =
        new Field(
            desk.say("ui.form-required", desk.say("ui-form.id")), id, desk.say("ui-form.id-help"));
    private final FormModel model;
    private final FormView form;
    private final VBox strays = new VBox(8);
    private final PortalWay way;
    private boolean equipped;

    Entering(StorageType type, Draft begun) {
      this.type = type;
      id.setText(begun.id());
      model = FormModel.adding(Schemas.of(type), begun.values());
      form = new FormView(model, desk.words(), Discoveries.pickers(desk, model, host));
      way = new PortalWay(desk, host, model, portal -> makeKey(this, portal));
    }

    void show(List<Problem> problems) {
      name.show("");
      strays.getChildren().clear();
      for (Problem problem : model.show(problems)) {
        String said = desk.words().say(problem.said());
        if (Set.of("storage", "id").contains(problem.field())) {
          name.show(said);
        } else {
          strays.getChildren().add(Look.banner(Status.PROBLEM, said));
        }
      }
      if (name.wrong()) {
        name.requestFocus();
      } else {
        form.focusProblem();
      }
    }
  }

  private void show(Entering entering, List<Problem> problems) {
    Button next = Look.primary(desk.say("ui-content.review"), () -> next(entering));
    next.setDefaultButton(true);
    String type = entering.type.word();
    page.setCenter(
        Sheet.of(
            Look.heading(desk.say("ui-form.new-title", Names.of(desk.words(), entering.type))),
            Look.note(desk.say("type." + type + ".help")),
            lacking(entering),
            entering.name,
            entering.form,
            entering.type == StorageType.ZFS ? entering.way.node() : new VBox(),
            entering.strays));
    var bar =
        Look.row(
            8,
            Look.button(desk.say("ui-form.other-type"), MaterialDesignA.ARROW_LEFT, this::gallery),
            Look.spring(),
            next);
    bar.setPadding(new Insets(8, 24, 16, 24));
    page.setBottom(bar);
    entering.show(problems);
    if (problems.isEmpty()) {
      entering.name.requestFocus();
    }
  }

  private Node lacking(Entering entering) {
    List<HostTool> needed =
        backends.of(entering.type).map(Backend::tools).filter(_ -> !entering.equipped).stream()
            .flatMap(List::stream)
            .toList();
    return Lacking.of(desk, host, needed, packages -> install(entering, packages));
  }

  private void install(Entering entering, List<String> packages) {
    plan(
        open -> open.planInstall(packages),
        Surroundings.of(
            invalid -> show(entering, invalid == null ? List.of() : invalid.problems()),
            _ -> {
              entering.equipped = true;
              show(entering, List.of());
            }));
  }

  /** The key of a server's pool; then the server has to be given it. */
  private void makeKey(Entering entering, String portal) {
    plan(
        open -> open.planPortalKey(portal),
        Surroundings.of(
            invalid -> show(entering, invalid == null ? List.of() : invalid.problems()),
            _ -> {
              show(entering, List.of());
              entering.way.look();
            }));
  }

  private void plan(ChangeView.Planner planner, Surroundings around) {
    close();
    ChangeView view = new ChangeView(desk, host, around);
    change = view;
    page.setCenter(view.node());
    page.setBottom(null);
    view.plan(planner);
  }

  private void next(Entering entering) {
    Draft draft = entering.model.draft(entering.id.getText().strip());
    List<String> taken =
        host.known().stream()
            .flatMap(s -> s.pools().stream())
            .map(p -> p.pool().id().text())
            .toList();
    List<Problem> problems = Drafts.checkAdd(draft, taken);
    entering.show(problems);
    if (!problems.isEmpty()) {
      return;
    }
    plan(
        open -> open.planAdd(draft),
        Surroundings.of(
            invalid -> show(entering, invalid == null ? List.of() : invalid.problems()),
            _ -> open(draft)));
  }

  private void open(Draft draft) {
    draft.secrets().values().forEach(Secret::close);
    desk.navigator().replace(self, new Page.OfPool(host.name(), new StorageId(draft.id())));
  }

  @Override
  public Parent node() {
    return page;
  }

  @Override
  public boolean mayClose() {
    return wizard == null || wizard.mayClose();
  }

  @Override
  public void close() {
    leaveWizard();
    Optional.ofNullable(change).ifPresent(ChangeView::close);
  }
}
