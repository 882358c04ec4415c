package stowage.ui.pool;

import atlantafx.base.theme.Styles;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import stowage.config.StorageId;
import stowage.config.StorageType;
import stowage.host.HostState;
import stowage.host.HostState.PoolState;
import stowage.schema.Schemas;
import stowage.type.Backend;
import stowage.ui.content.ContentModel;
import stowage.ui.content.ContentView;
import stowage.ui.content.ServerTasksPanel;
import stowage.ui.frame.Desk;
import stowage.ui.frame.Page;
import stowage.ui.host.Connection;
import stowage.ui.host.HostModel;
import stowage.ui.keys.Desktop;
import stowage.ui.keys.KeysPanel;
import stowage.ui.look.Guarded;
import stowage.ui.look.Look;
import stowage.ui.look.Names;
import stowage.ui.look.Status;
import stowage.ui.look.StatusMark;
import stowage.ui.look.View;

/** A pool's page. */
public final class PoolView implements View {
  private final Desk desk;
  private final HostModel host;
  private final StorageId id;
  private final Backends backends;
  private final BorderPane page = new BorderPane();
  private final TabPane tabs = new TabPane();
  private final NodeStrip nodes;
  private final Subscription following;
  private Optional<Tabs> shown = Optional.empty();
  private Optional<KeysPanel> keys = Optional.empty();
  private Optional<ServerTasksPanel> serverTasks = Optional.empty();

  /** Finds what the engine knows of a pool type. */
  @FunctionalInterface
  public interface Backends {
    Optional<Backend> of(StorageType type);
  }

  private record Tabs(
      SummaryTab summary,
      ContentView content,
      CapabilitiesTab capabilities,
      ConfigurationTab configuration) {}

  public PoolView(Desk desk, HostModel host, StorageId id, Backends backends) {
    this.desk = desk;
    this.host = host;
    this.id = id;
    this.backends = backends;
    tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
    tabs.getStyleClass().addAll(Styles.DENSE, "inner");
    nodes = new NodeStrip(desk, host, id);
    following =
        Subscription.combine(
            host.connection().subscribe((_, _) -> show()),
            host.state().subscribe((_, _) -> show()),
            desk.preferences().choices().subscribe((_, _) -> show()),
            desk.fleet().version().subscribe((_, _) -> nodes.show()),
            desk.fleet().now().subscribe((_, _) -> nodes.show()));
    show();
  }

  private void show() {
    HostState state = host.state().get();
    if (state == null) {
      page.setTop(null);
      page.setCenter(
          Look.empty(
              MaterialDesignD.DATABASE_OFF_OUTLINE,
              desk.say("ui-host.pool-not-known", id, host.name()),
              desk.say("ui-host.pool-host-first"),
              Look.primary(
                  desk.say("ui-host.open-host"), () -> desk.open(new Page.OfHost(host.name())))));
      return;
    }
    state
        .pool(id)
        .ifPresentOrElse(
            pool -> show(pool, state),
            () -> {
              page.setTop(null);
              page.setCenter(
                  Look.empty(
                      MaterialDesignD.DATABASE_OFF_OUTLINE,
                      desk.say("ui-host.pool-gone", id, host.name()),
                      desk.say("ui-host.pool-gone-text"),
                      Look.primary(
                          desk.say("ui-host.open-host"),
                          () -> desk.open(new Page.OfHost(host.name())))));
            });
  }

  private void show(PoolState pool, HostState state) {
    Tabs all = shown.orElseGet(() -> made(pool));
    all.summary().show(pool);
    if (pool.availability() == HostState.Availability.USABLE) {
      all.content().show(pool);
    }
    all.capabilities().show(pool);
    all.configuration().show(pool, state.config());
    nodes.show();
    page.setTop(new VBox(header(pool, state), nodes.node()));
    page.setCenter(tabs);
  }

  private Tabs made(PoolState pool) {
    StorageType type = pool.pool().type();
    Tabs made =
        new Tabs(
            new SummaryTab(desk),
            new ContentView(desk, new ContentModel(host, id, desk.background()), backends.of(type)),
            new CapabilitiesTab(desk, Schemas.of(type), backends.of(type)),
            new ConfigurationTab(desk, Schemas.of(type)));
    Tab contentTab = new Tab(desk.say("ui-host.content"), made.content().node());
    tabs.getTabs()
        .setAll(
            new Tab(desk.say("ui-host.summary"), made.summary().node()),
            contentTab,
            new Tab(desk.say("ui-host.capabilities"), made.capabilities().node()),
            new Tab(desk.say("ui-host.configuration"), made.configuration().node()));
    if (type == StorageType.PBS) {
      KeysPanel panel = new KeysPanel(desk, host, id, new Desktop());
      keys = Optional.of(panel);
      tabs.getTabs().add(2, tab("ui-keys.tab", panel.node(), panel::loadFirstTime));
      ServerTasksPanel tasks = new ServerTasksPanel(desk, host, id);
      serverTasks = Optional.of(tasks);
      tabs.getTabs().add(3, tab("ui-vault.tasks", tasks.node(), tasks::loadFirstTime));
    }
    shown = Optional.of(made);
    return made;
  }

  /**
   * @param chosen done when the tab comes into sight
   */
  private Tab tab(String title, Node content, Runnable chosen) {
    Tab tab = new Tab(desk.say(title), content);
    tab.selectedProperty()
        .subscribe(now -> {
          if (now) {
            chosen.run();
          }
        });
    return tab;
  }

  private Node header(PoolState pool, HostState state) {
    Label name = Look.heading(id.text());
    name.setGraphic(Look.icon(Names.icon(pool.pool().type())));
    Health health = Health.of(pool, desk.preferences().threshold());
    StatusMark mark = new StatusMark();
    mark.show(desk.words(), health.status(), health.reason().map(desk.words()::say).orElse(""));
    HBox row =
        Look.row(12, name, mark, Look.badge(Names.of(desk.words(), pool.pool().type()), "plain"));
    if (state.kind() == HostState.Kind.DEMO) {
      row.getChildren().add(Look.badge(desk.say("ui.simulated"), Status.WARNING.tone()));
    }
    row.getChildren().add(Look.spring());
    if (host.connection().get() instanceof Connection.Failed) {
      row.getChildren()
          .add(
              Look.badge(
                  desk.say("ui-host.old", desk.words().age(state.at(), desk.fleet().now().get())),
                  Status.WARNING.tone()));
    }
    row.getChildren()
        .addAll(
            changing(
                "ui-form.edit",
                MaterialDesignD.DATABASE_EDIT_OUTLINE,
                new Page.EditPool(host.name(), id)),
            changing(
                "ui-form.remove",
                MaterialDesignD.DATABASE_REMOVE_OUTLINE,
                new Page.RemovePool(host.name(), id)),
            Look.iconButton(desk.say("ui-host.refresh"), MaterialDesignR.REFRESH, host::refresh));
    row.setPadding(new Insets(16, 24, 8, 24));
    return row;
  }

  private Node changing(String key, Ikon shape, Page page) {
    Guarded button = new Guarded(Look.button(desk.say(key), shape, () -> desk.open(page)));
    if (desk.readOnly(host)) {
      button.lock(desk.say("ui-plan.read-only"));
    }
    return button;
  }

  @Override
  public Parent node() {
    return page;
  }

  @Override
  public boolean mayClose() {
    return keys.map(KeysPanel::mayClose).orElse(true);
  }

  @Override
  public void close() {
    following.unsubscribe();
    shown.ifPresent(all -> all.content().close());
    keys.ifPresent(KeysPanel::close);
    serverTasks.ifPresent(ServerTasksPanel::close);
  }

  @Override
  public void focus() {
    tabs.requestFocus();
  }
}
