package stowage.ui.host;

import atlantafx.base.theme.Styles;
import javafx.beans.binding.Bindings;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignR;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import stowage.exec.HostException;
import stowage.host.HostState;
import stowage.host.HostState.PoolState;
import stowage.ui.connect.Request;
import stowage.ui.connect.RequestView;
import stowage.ui.connect.TroubleView;
import stowage.ui.disks.DisksPanel;
import stowage.ui.frame.Desk;
import stowage.ui.frame.Page;
import stowage.ui.look.Guarded;
import stowage.ui.look.Look;
import stowage.ui.look.Sheet;
import stowage.ui.look.Status;
import stowage.ui.look.StatusMark;
import stowage.ui.look.View;

/** A host's page: its connection, its pools, and the programs found on it. */
public final class HostView implements View {
  private final Desk desk;
  private final HostModel host;
  private final BorderPane page = new BorderPane();
  private final StatusMark status = new StatusMark();
  private final Label age = Look.note("");
  private final HBox badges = Look.row(8);
  private final VBox notice = new VBox(8);
  private final TableView<PoolState> pools;
  private final ToolsPanel tools;
  private final Tab poolsTab = new Tab();
  private final Tab toolsTab = new Tab();
  private final Guarded addPool;
  private final Tab rightsTab = new Tab();
  private final Tab disksTab = new Tab();
  private final TabPane tabs = new TabPane(poolsTab, disksTab, toolsTab, rightsTab);
  private final DisksPanel disks;
  private final RightsPanel rights;
  private final Subscription following;

  public HostView(Desk desk, HostModel host) {
    this.desk = desk;
    this.host = host;
    addPool =
        new Guarded(
            Look.button(
                desk.say("ui-form.add-pool"),
                MaterialDesignD.DATABASE_PLUS_OUTLINE,
                () -> desk.open(new Page.AddPool(host.name()))));
    rights = new RightsPanel(desk, host::reached);
    pools = PoolsTable.of(desk, host, id -> desk.open(new Page.OfPool(host.name(), id)));
    tools = new ToolsPanel(desk, host, this::show);
    disks = new DisksPanel(desk, host);
    poolsTab.setContent(padded(pools));
    toolsTab.setContent(padded(tools.node()));
    toolsTab.setOnSelectionChanged(_ -> tools.loadFirstTime());
    rightsTab.setText(desk.say("ui-connect.rights"));
    rightsTab.setOnSelectionChanged(_ -> showRights());
    disksTab.setText(desk.say("ui-disks.title"));
    disksTab.setContent(padded(disks.node()));
    disksTab.setOnSelectionChanged(_ -> disks.loadFirstTime());
    tabs.getTabs()
        .add(new Tab(desk.say("ui-host.orphans"), padded(new OrphansView(desk, host).node())));
    tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
    tabs.getStyleClass().addAll(Styles.DENSE, "inner");
    notice.managedProperty().bind(Bindings.isNotEmpty(notice.getChildren()));
    page.setTop(new VBox(header(), notice));
    VBox.setMargin(notice, new Insets(8, 24, 12, 24));
    following =
        Subscription.combine(
            host.connection().subscribe((_, _) -> show()),
            host.state().subscribe((_, _) -> show()),
            host.warnings().subscribe((_, _) -> show()),
            desk.preferences().choices().subscribe((_, _) -> show()),
            host.refreshing().subscribe((_, _) -> showAge()),
            desk.fleet().now().subscribe((_, _) -> showAge()));
    show();
  }

  private static StackPane padded(Node node) {
    StackPane pane = new StackPane(node);
    pane.setPadding(new Insets(16, 24, 24, 24));
    return pane;
  }

  private Node header() {
    Label name = Look.heading(host.name());
    name.setGraphic(Look.icon(MaterialDesignS.SERVER));
    Label address = Look.note(host.entry().get().address().shown());
    HBox first = Look.row(12, name, status, badges, Look.spring(), age);
    first
        .getChildren()
        .addAll(
            addPool,
            Look.button(desk.say("ui-host.refresh"), MaterialDesignR.REFRESH, host::refresh),
            Look.iconButton(
                desk.say("ui-host.edit"),
                MaterialDesignS.SQUARE_EDIT_OUTLINE,
                () -> desk.open(new Page.EditHost(host.name()))),
            Look.iconButton(
                desk.say("ui-host.disconnect"),
                MaterialDesignP.POWER_PLUG_OFF_OUTLINE,
                host::disconnect));
    VBox header = new VBox(4, first);
    if (!address.getText().isEmpty()) {
      header.getChildren().add(address);
    }
    header.setPadding(new Insets(16, 24, 8, 24));
    return header;
  }

  private void show() {
    HostHealth health = HostHealth.of(host);
    status.show(desk.words(), health.status(), health.reason().map(desk.words()::say).orElse(""));
    if (desk.readOnly(host)) {
      addPool.lock(desk.say("ui-plan.read-only"));
    } else {
      addPool.set(host.host().isEmpty() ? desk.say("ui-plan.no-connection") : "");
    }
    HostState state = host.state().get();
    notice.getChildren().clear();
    badges.getChildren().clear();
    if (state == null || mayBeAnother()) {
      page.setCenter(instead());
    } else {
      show(state);
      page.setCenter(tabs);
    }
    showAge();
  }

  /** With a changed key nothing of what was known may look as if it were still so. */
  private boolean mayBeAnother() {
    return host.connection().get() instanceof Connection.Failed(HostException.HostKeyChanged _);
  }

  /** What stands in the place of the tables while there is nothing to put into them. */
  private Node instead() {
    return switch (host.connection().get()) {
      case Connection.Off() ->
          Look.empty(
              MaterialDesignP.POWER_PLUG_OFF_OUTLINE,
              desk.say("ui-host.off-title"),
              desk.say("ui-host.off-text", host.name()),
              Look.primary(desk.say("ui-host.connect"), host::refresh));
      case Connection.Connecting(), Connection.On(_) -> connecting();
      case Connection.Asking(var question) -> Sheet.of(asked(question));
      case Connection.Failed(var why) -> Sheet.of(trouble().of(why));
    };
  }

  private Node asked(Request request) {
    return new RequestView(desk.words(), host::answer, host.entry().get().demo()).of(request);
  }

  private Node connecting() {
    ProgressIndicator busy = new ProgressIndicator();
    busy.setMaxSize(32, 32);
    busy.setAccessibleText(desk.say("ui-host.connecting-title", host.name()));
    VBox box =
        Look.empty(
            MaterialDesignS.SERVER_NETWORK,
            desk.say("ui-host.connecting-title", host.name()),
            desk.say("ui-host.connecting-text"),
            Look.button(
                desk.say("ui.cancel"), MaterialDesignS.STOP_CIRCLE_OUTLINE, host::disconnect));
    box.getChildren().set(0, busy);
    return box;
  }

  private TroubleView trouble() {
    return new TroubleView(
        desk.words(),
        host::refresh,
        () -> desk.open(new Page.EditHost(host.name())),
        rights.node());
  }

  /** The panel may stand on the page of a failed connection, from where it is taken back. */
  private void showRights() {
    if (rightsTab.isSelected()) {
      rightsTab.setContent(Sheet.of(rights.node()));
      rights.testFirstTime();
    }
  }

  private void show(HostState state) {
    switch (host.connection().get()) {
      case Connection.Failed(var why) -> notice.getChildren().setAll(old(why));
      case Connection.Asking(var question) -> notice.getChildren().setAll(asked(question));
      case Connection.Off(), Connection.Connecting(), Connection.On(_) -> {}
    }
    host.warnings()
        .get()
        .forEach(w -> notice.getChildren().add(Look.banner(Status.WARNING, desk.words().say(w))));
    badges.getChildren().add(Look.badge(desk.say(kind(state.kind())), "plain"));
    if (state.kind() == HostState.Kind.DEMO) {
      badges.getChildren().add(Look.badge(desk.say("ui.simulated"), Status.WARNING.tone()));
    }
    if (desk.readOnly(host)) {
      badges.getChildren().add(Look.readOnly(desk.say("ui.read-only")));
    }
    PoolState chosen = pools.getSelectionModel().getSelectedItem();
    pools.getItems().setAll(state.pools());
    pools.sort();
    if (chosen != null) {
      state.pool(chosen.pool().id()).ifPresent(pools.getSelectionModel()::select);
    }
    tools.show(state);
    long missing = tools.countMissing();
    poolsTab.setText(desk.say("ui-host.tab-pools", state.pools().size()));
    toolsTab.setText(
        missing == 0 ? desk.say("ui-host.tools") : desk.say("ui-host.tab-tools-missing", missing));
  }

  private static String kind(HostState.Kind kind) {
    return switch (kind) {
      case CLUSTER -> "ui-host.kind-cluster";
      case PLAIN -> "ui-host.kind-plain";
      case DEMO -> "ui-host.kind-demo";
    };
  }

  /** Old data stay in sight, marked as old. */
  private Node old(Exception why) {
    return Look.banner(
        Status.PROBLEM,
        stowage.ui.error.Explanation.of(why, desk.words()).what(),
        Look.button(desk.say("ui-connect.retry"), MaterialDesignR.REFRESH, host::refresh));
  }

  private void showAge() {
    HostState state = host.state().get();
    if (host.refreshing().get() && state != null) {
      age.setText(desk.say("ui-host.refreshing"));
    } else {
      age.setText(
          state == null
              ? ""
              : desk.say("ui-host.age", desk.words().age(state.at(), desk.fleet().now().get())));
    }
    age.setMinWidth(Label.USE_PREF_SIZE);
  }

  @Override
  public Parent node() {
    return page;
  }

  @Override
  public void close() {
    following.unsubscribe();
    rights.close();
    disks.close();
    tools.close();
  }

  @Override
  public void focus() {
    (host.state().get() == null ? page : pools).requestFocus();
  }
}
