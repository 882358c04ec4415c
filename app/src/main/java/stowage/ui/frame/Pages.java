package stowage.ui.frame;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;
import org.kordamp.ikonli.materialdesign2.MaterialDesignH;
import org.kordamp.ikonli.materialdesign2.MaterialDesignK;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;
import stowage.settings.HostEntry;
import stowage.ui.connect.AddHostView;
import stowage.ui.connect.ImportView;
import stowage.ui.fleet.FleetView;
import stowage.ui.host.HostModel;
import stowage.ui.host.HostView;
import stowage.ui.keys.Desktop;
import stowage.ui.keys.InventoryView;
import stowage.ui.look.Look;
import stowage.ui.look.Names;
import stowage.ui.look.View;
import stowage.ui.pool.PoolView;
import stowage.ui.prefs.PreferencesView;
import stowage.ui.tasks.TasksView;
import stowage.ui.wizard.AddPoolView;
import stowage.ui.wizard.EditPoolView;
import stowage.ui.wizard.RemovePoolView;

/** Makes what each page shows, and names it. */
final class Pages {
  private final Desk desk;
  private final PoolView.Backends backends;
  private final Callable<List<HostEntry>> importable;

  Pages(Desk desk, PoolView.Backends backends, Callable<List<HostEntry>> importable) {
    this.desk = desk;
    this.backends = backends;
    this.importable = importable;
  }

  View view(Page page) {
    return switch (page) {
      case Page.Fleet() -> new FleetView(desk, this::openDemo);
      case Page.OfHost(var name) -> of(name, host -> new HostView(desk, host));
      case Page.OfPool(var name, var pool) ->
          of(name, host -> new PoolView(desk, host, pool, backends));
      case Page.AddPool adding ->
          of(adding.host(), host -> new AddPoolView(desk, host, backends, adding));
      case Page.EditPool(var name, var pool) ->
          of(name, host -> new EditPoolView(desk, host, pool));
      case Page.RemovePool(var name, var pool) ->
          of(name, host -> new RemovePoolView(desk, host, pool));
      case Page.AddHost() -> new AddHostView(desk, null);
      case Page.EditHost(var name) -> of(name, host -> new AddHostView(desk, host));
      case Page.ImportHosts() -> new ImportView(desk, importable);
      case Page.Tasks() -> new TasksView(desk);
      case Page.Keys() -> new InventoryView(desk, new Desktop());
      case Page.Preferences() -> new PreferencesView(desk);
    };
  }

  private View of(String name, Function<HostModel, View> view) {
    return desk.fleet().host(name).map(view).orElseGet(() -> noHost(name));
  }

  private View noHost(String name) {
    var box =
        Look.empty(
            MaterialDesignS.SERVER_OFF, desk.say("ui.no-host", name), desk.say("ui.no-host-text"));
    return () -> box;
  }

  /** Adds the demo if it is not there, and shows it. */
  void openDemo() {
    HostModel demo =
        desk.fleet()
            .host(HostEntry.DEMO.name())
            .orElseGet(() -> {
              HostModel added = desk.fleet().add(HostEntry.DEMO);
              desk.preferences().change(desk.fleet().entries());
              return added;
            });
    desk.open(new Page.OfHost(demo.name()));
    demo.refresh();
  }

  String title(Page page) {
    return switch (page) {
      case Page.Fleet() -> desk.say("ui.fleet");
      case Page.OfHost(var name) -> name;
      case Page.OfPool(var name, var pool) -> pool + " (" + name + ")";
      case Page.AddPool _ -> desk.say("ui-form.add-pool");
      case Page.EditPool(_, var pool) -> desk.say("ui-form.edit-title", pool);
      case Page.RemovePool(_, var pool) -> desk.say("ui-form.remove-title", pool);
      case Page.AddHost() -> desk.say("ui.door-add");
      case Page.EditHost(var name) -> desk.say("ui-connect.edit-title", name);
      case Page.ImportHosts() -> desk.say("ui.door-import");
      case Page.Tasks() -> desk.say("ui.tasks");
      case Page.Keys() -> desk.say("ui-keys.inventory");
      case Page.Preferences() -> desk.say("ui.prefs");
    };
  }

  Ikon picture(Page page) {
    return switch (page) {
      case Page.Fleet() -> MaterialDesignH.HOME_OUTLINE;
      case Page.OfHost _, Page.EditHost _ -> Names.host();
      case Page.OfPool(var name, var pool) ->
          desk.fleet()
              .host(name)
              .flatMap(HostModel::known)
              .flatMap(s -> s.pool(pool))
              .map(p -> Names.icon(p.pool().type()))
              .orElse(MaterialDesignD.DATABASE_OUTLINE);
      case Page.AddPool _ -> MaterialDesignD.DATABASE_PLUS_OUTLINE;
      case Page.EditPool _ -> MaterialDesignD.DATABASE_EDIT_OUTLINE;
      case Page.RemovePool _ -> MaterialDesignD.DATABASE_REMOVE_OUTLINE;
      case Page.AddHost() -> MaterialDesignS.SERVER_PLUS;
      case Page.ImportHosts() -> MaterialDesignF.FILE_IMPORT_OUTLINE;
      case Page.Tasks() -> MaterialDesignP.PLAYLIST_CHECK;
      case Page.Keys() -> MaterialDesignK.KEY_OUTLINE;
      case Page.Preferences() -> MaterialDesignC.COG_OUTLINE;
    };
  }

  /** The page and those above it, the home page first. */
  List<Page> path(Page page) {
    Page home = new Page.Fleet();
    return switch (page) {
      case Page.Fleet() -> List.of(home);
      case Page.OfPool(var name, _) -> List.of(home, new Page.OfHost(name), page);
      case Page.AddPool(var name, _) -> List.of(home, new Page.OfHost(name), page);
      case Page.EditPool(var name, var pool) ->
          List.of(home, new Page.OfHost(name), new Page.OfPool(name, pool), page);
      case Page.RemovePool(var name, var pool) ->
          List.of(home, new Page.OfHost(name), new Page.OfPool(name, pool), page);
      case Page.EditHost(var name) -> List.of(home, new Page.OfHost(name), page);
      case Page.OfHost _,
          Page.AddHost _,
          Page.ImportHosts _,
          Page.Tasks _,
          Page.Keys _,
          Page.Preferences _ ->
          List.of(home, page);
    };
  }

  /** Name within its path: a pool needs no host behind its name there. */
  String shortTitle(Page page) {
    return page instanceof Page.OfPool(_, var pool) ? pool.text() : title(page);
  }

  Optional<HostModel> host(Page page) {
    return desk.fleet().host(page.about());
  }
}
