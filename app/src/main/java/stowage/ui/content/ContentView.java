package stowage.ui.content;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import stowage.host.HostState.PoolState;
import stowage.schema.Problem;
import stowage.type.Backend;
import stowage.ui.error.Explanation;
import stowage.ui.form.Field;
import stowage.ui.frame.Desk;
import stowage.ui.look.Look;
import stowage.ui.look.Status;
import stowage.ui.look.View;
import stowage.ui.plan.ChangeView;
import stowage.volume.ContentType;
import stowage.volume.Volume;

/**
 * What a pool holds, with the actions on it; a drawer at the right leads each action to its end.
 */
public final class ContentView implements View {
  private final Desk desk;
  private final ContentModel model;
  private final Optional<Backend> backend;
  private final VolumeTable volumes;
  private final HBox types = Look.row(0);
  private final Map<ContentType, ToggleButton> toggles = new EnumMap<>(ContentType.class);
  private final StackPane notice = new StackPane();
  private final Label count = Look.note("");
  private final VolumeActions actions;
  private final SplitPane split = new SplitPane();
  private final BorderPane page = new BorderPane();
  private final Subscription following;
  private @Nullable ChangeView change;
  private @Nullable PoolState state;

  public ContentView(Desk desk, ContentModel model, Optional<Backend> backend) {
    this.desk = desk;
    this.model = model;
    this.backend = backend;
    this.volumes = new VolumeTable(desk, model);
    this.actions =
        new VolumeActions(desk, this::allocate, this::resize, this::snapshots, this::free);
    TextField filter = new TextField();
    filter.setPromptText(desk.say("ui-content.filter"));
    filter.setAccessibleText(desk.say("ui-content.filter"));
    filter.textProperty().bindBidirectional(model.filter());
    HBox bar = Look.row(8, types, Look.spring(), count, filter, refreshButton());
    HBox buttons = actions.bar();
    VBox top = new VBox(12, bar, buttons, notice);
    top.setPadding(new Insets(16, 24, 12, 24));
    StackPane padded = new StackPane(volumes.table());
    padded.setPadding(new Insets(0, 24, 24, 24));
    split.getItems().add(padded);
    page.setTop(top);
    page.setCenter(split);
    table().getSelectionModel().getSelectedItems().subscribe(this::chosen);
    following = model.phase().subscribe(this::show).and(model.rows().subscribe(this::counted));
  }

  private TableView<Volume> table() {
    return volumes.table();
  }

  private Node refreshButton() {
    return Look.iconButton(desk.say("ui-host.refresh"), MaterialDesignR.REFRESH, this::load);
  }

  /** Shows the pool as it is now; asks for its content the first time. */
  public void show(PoolState now) {
    boolean first = state == null;
    state = now;
    List<ContentType> contents =
        now.pool().contents().stream().filter(c -> c != ContentType.NONE).sorted().toList();
    if (first) {
      ToggleGroup group = new ToggleGroup();
      for (ContentType type : contents) {
        ToggleButton toggle = new ToggleButton(desk.say("content." + type.word()));
        toggle.setToggleGroup(group);
        toggle.setOnAction(_ -> choose(type));
        toggles.put(type, toggle);
        types.getChildren().add(toggle);
      }
      contents.stream().findFirst().ifPresent(this::choose);
    }
    if (model.phase().get() instanceof ContentModel.Phase.Nothing) {
      load();
    }
    chosen();
  }

  private void choose(ContentType type) {
    Optional.ofNullable(toggles.get(type)).ifPresent(t -> t.setSelected(true));
    volumes.show(type);
    model.content().set(type);
    chosen();
  }

  private void load() {
    if (state != null) {
      model.load(state.pool().contents());
    }
  }

  private void show(ContentModel.Phase phase) {
    notice.getChildren().clear();
    switch (phase) {
      case ContentModel.Phase.Nothing() -> {}
      case ContentModel.Phase.Loading() ->
          table().setPlaceholder(Look.note(desk.say("ui-content.loading")));
      case ContentModel.Phase.Loaded _ ->
          table().setPlaceholder(Look.note(desk.say("ui-content.none")));
      case ContentModel.Phase.Failed(var why) -> {
        table().setPlaceholder(Look.note(desk.say("ui-content.unknown")));
        notice
            .getChildren()
            .setAll(
                Look.banner(
                    Status.PROBLEM,
                    Explanation.of(why, desk.words()).what(),
                    Look.button(
                        desk.say("ui-connect.retry"), MaterialDesignR.REFRESH, this::load)));
      }
    }
  }

  private void counted() {
    toggles.forEach((type, toggle) -> {
      String name = desk.say("content." + type.word());
      long there = model.count(type);
      toggle.setText(there == 0 ? name : name + " " + there);
    });
    count.setText(desk.say("ui-content.count", model.rows().size()));
  }

  private void chosen() {
    PoolState now = state;
    if (now != null) {
      actions.enable(
          now.pool(), backend, List.copyOf(table().getSelectionModel().getSelectedItems()));
    }
  }

  private void allocate() {
    NewVolumeForm[] form = new NewVolumeForm[1];
    form[0] =
        new NewVolumeForm(
            desk,
            backend.map(b -> b.schema().formats()).orElse(List.of()),
            order ->
                change(
                    host -> host.planAllocate(model.pool(), order),
                    problems -> reopen(form[0].node(), () -> form[0].show(problems))),
            this::closeDrawer);
    open(form[0].node());
    form[0].focus();
  }

  private void resize(Volume volume) {
    TextField size =
        new TextField(desk.words().size(volume.space().size()).replaceAll("[ iB]", ""));
    Map<String, Field> fields = new LinkedHashMap<>();
    fields.put(
        "size", new Field(desk.say("ui-content.new-size"), size, desk.say("ui-content.size-help")));
    Form[] form = new Form[1];
    form[0] =
        new Form(
            desk,
            desk.say("ui-content.resize-title", volume.id().name()),
            fields,
            () -> {
              List<Problem> problems = new ArrayList<>();
              var wanted = NewVolumeForm.size(size.getText(), problems);
              form[0].show(problems);
              wanted.ifPresent(bytes ->
                  change(
                      host -> host.planResize(volume.id(), bytes),
                      said -> reopen(form[0].node(), () -> form[0].show(said))));
            },
            this::closeDrawer);
    open(form[0].node());
    form[0].focus();
  }

  private void snapshots(Volume volume) {
    SnapshotsPanel[] panel = new SnapshotsPanel[1];
    panel[0] =
        new SnapshotsPanel(
            desk,
            volume,
            planner ->
                change(
                    planner,
                    problems ->
                        reopen(
                            panel[0].node(),
                            () -> {
                              panel[0].show(problems);
                              model.host().host().ifPresent(panel[0]::load);
                            })),
            this::closeDrawer);
    open(panel[0].node());
    model.host().host().ifPresent(panel[0]::load);
  }

  /** Several volumes are removed one after the other, each with its own review. */
  private void free(List<Volume> chosen) {
    if (chosen.isEmpty()) {
      closeDrawer();
      load();
      return;
    }
    Volume first = chosen.getFirst();
    change(
        host -> host.planFree(first.id()),
        problems -> {
          closeDrawer();
          problems.forEach(p ->
              notice
                  .getChildren()
                  .setAll(
                      Look.banner(Status.PROBLEM, first.id() + ": " + desk.words().say(p.said()))));
        },
        () -> free(chosen.subList(1, chosen.size())));
  }

  /** What to do with problems when the user comes back from a review. */
  @FunctionalInterface
  private interface Back {
    void show(List<Problem> problems);
  }

  private void change(ChangeView.Planner planner, Back back) {
    change(planner, back, this::closeDrawer);
  }

  private void change(ChangeView.Planner planner, Back back, Runnable done) {
    closeChange();
    ChangeView view =
        new ChangeView(
            desk,
            model.host(),
            ChangeView.around(
                invalid -> back.show(invalid == null ? List.of() : invalid.problems()),
                _ -> {
                  load();
                  done.run();
                }));
    change = view;
    open(view.node());
    view.plan(planner);
  }

  private void reopen(Node form, Runnable show) {
    open(form);
    show.run();
  }

  private void open(Node node) {
    StackPane drawer = new StackPane(node);
    drawer.getStyleClass().add("drawer");
    drawer.setMinWidth(320);
    if (split.getItems().size() > 1) {
      split.getItems().set(1, drawer);
    } else {
      split.getItems().add(drawer);
      split.setDividerPositions(0.58);
    }
  }

  private void closeDrawer() {
    closeChange();
    if (split.getItems().size() > 1) {
      split.getItems().remove(1);
    }
    table().requestFocus();
  }

  private void closeChange() {
    if (change != null) {
      change.close();
      change = null;
    }
  }

  @Override
  public Parent node() {
    return page;
  }

  @Override
  public void close() {
    following.unsubscribe();
    closeChange();
    model.close();
  }

  @Override
  public void focus() {
    table().requestFocus();
  }
}
