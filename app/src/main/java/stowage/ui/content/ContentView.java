package stowage.ui.content;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import stowage.config.StorageType;
import stowage.host.HostState.PoolState;
import stowage.message.Message;
import stowage.schema.Properties;
import stowage.type.Backend;
import stowage.ui.error.Explanation;
import stowage.ui.frame.Desk;
import stowage.ui.look.Look;
import stowage.ui.look.Status;
import stowage.ui.look.View;
import stowage.ui.plan.Drawer;
import stowage.ui.transfer.TransferActions;
import stowage.ui.transfer.TransferWork;
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
  private final BackupActions backups;
  private final FamilyActions family;
  private final TransferActions transfers;
  private final SplitPane split = new SplitPane();
  private final BorderPane page = new BorderPane();
  private final Subscription following;
  private final Drawer drawer;
  private @Nullable PoolState state;

  public ContentView(Desk desk, ContentModel model, Optional<Backend> backend) {
    this.desk = desk;
    this.model = model;
    this.backend = backend;
    boolean onServer = backend.filter(b -> b.schema().type() == StorageType.PBS).isPresent();
    this.volumes = new VolumeTable(desk, model, onServer);
    this.drawer = new Drawer(desk, model.host(), split, new Beside());
    VolumeWork work =
        new VolumeWork(
            desk, model, backend.map(b -> b.schema().formats()).orElse(List.of()), drawer);
    ServerWork server = new ServerWork(desk, model, drawer);
    this.actions =
        new VolumeActions(
            desk,
            work::allocate,
            work::resize,
            work::snapshots,
            onServer ? server::forget : work::free);
    this.backups = new BackupActions(desk, onServer ? server : new BackupWork(desk, model, drawer));
    this.family = new FamilyActions(desk, actions, new FamilyWork(desk, model, drawer));
    this.transfers =
        new TransferActions(
            desk,
            actions::why,
            new TransferWork(desk, model.host(), model.pool(), drawer, model.content()::get));
    TextField filter = new TextField();
    filter.setPromptText(desk.say("ui-content.filter"));
    filter.setPrefColumnCount(18);
    filter.setAccessibleText(desk.say("ui-content.filter"));
    filter.textProperty().bindBidirectional(model.filter());
    count.setMinWidth(Region.USE_PREF_SIZE);
    HBox bar = Look.row(8, types, Look.spring(), count, filter, refreshButton());
    if (onServer) {
      backups.bar().getChildren().add(way());
    }
    FlowPane buttons = actions.bar();
    buttons.getChildren().addAll(family.buttons());
    buttons.getChildren().addAll(transfers.buttons());
    VBox top = new VBox(12, bar, new VBox(8, buttons, backups.bar()), notice);
    top.setPadding(new Insets(16, 24, 12, 24));
    StackPane padded = new StackPane(volumes.table());
    padded.setPadding(new Insets(0, 24, 24, 24));
    transfers.takeDropsOn(padded);
    split.getItems().add(padded);
    page.setTop(top);
    page.setCenter(split);
    table().getSelectionModel().getSelectedItems().subscribe(this::chosen);
    following =
        Subscription.combine(
            model.phase().subscribe(this::show),
            model.rows().subscribe(this::counted),
            desk.preferences().choices().subscribe((_, _) -> chosen()));
  }

  private final class Beside implements Drawer.Around {
    @Override
    public void changed() {
      load();
    }

    @Override
    public void closed() {
      table().requestFocus();
    }
  }

  private TableView<Volume> table() {
    return volumes.table();
  }

  /** How this computer comes to the server that the pool is on; the same for all pools there. */
  private Node way() {
    String server =
        model
            .host()
            .known()
            .flatMap(known -> known.pool(model.pool()))
            .flatMap(found -> found.pool().get(Properties.SERVER))
            .orElse("");
    CheckBox direct = new CheckBox(desk.say("ui-vault.direct"));
    direct.setTooltip(new Tooltip(desk.say("ui-vault.direct-help", server)));
    direct.setAccessibleHelp(desk.say("ui-vault.direct-help", server));
    direct.setSelected(desk.preferences().isDirect(server));
    direct.setOnAction(_ -> desk.preferences().direct(server, direct.isSelected()));
    return direct;
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
        toggle.setMinWidth(Region.USE_PREF_SIZE);
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
    // What is only done with guests' volumes would stand there in vain.
    boolean guests = type == ContentType.IMAGES || type == ContentType.ROOTDIR;
    actions.ofGuests().forEach(button -> shown(button, guests));
    family.buttons().forEach(button -> shown(button, guests));
    transfers.notOfBackups().forEach(button -> shown(button, type != ContentType.BACKUP));
    chosen();
  }

  private static void shown(Node button, boolean shown) {
    button.setVisible(shown);
    button.setManaged(shown);
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
      case ContentModel.Phase.Loaded _ -> {
        table().setPlaceholder(Look.note(desk.say("ui-content.none")));
        model
            .gap()
            .ifPresent(gap ->
                notice
                    .getChildren()
                    .setAll(Look.note(desk.words().say(Message.of("finding.guests-unread", gap)))));
      }
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
      boolean readOnly = desk.readOnly(model.host());
      List<Volume> selected = List.copyOf(table().getSelectionModel().getSelectedItems());
      actions.enable(now.pool(), backend, readOnly, selected);
      family.enable(now.pool(), backend, readOnly, selected);
      transfers.enable(now.pool(), backend, readOnly, selected);
      backups.enable(now.pool(), backend, readOnly, model.content().get(), selected);
    }
  }

  @Override
  public Parent node() {
    return page;
  }

  @Override
  public void close() {
    following.unsubscribe();
    drawer.leave();
    model.close();
  }

  @Override
  public void focus() {
    table().requestFocus();
  }
}
