package stowage.ui.frame;

import java.util.ArrayList;
import java.util.List;
import stowage.ui.frame.PaletteModel.Entry;
import stowage.ui.host.HostModel;
import stowage.ui.look.Names;

/** Everything that can be gone to or done from here, for the palette. */
final class Actions {
  private final Desk desk;
  private final Pages pages;

  Actions(Desk desk, Pages pages) {
    this.desk = desk;
    this.pages = pages;
  }

  List<Entry> all() {
    List<Entry> entries = new ArrayList<>();
    Page front = desk.navigator().front().get();
    pages
        .host(front)
        .ifPresent(host -> {
          entries.add(act("ui-host.refresh", host.name() + "  F5", host::refresh));
          entries.add(go(new Page.AddPool(host.name()), host.name()));
          entries.add(act("ui-host.disconnect", host.name(), host::disconnect));
          entries.add(go(new Page.EditHost(host.name()), ""));
        });
    entries.add(go(new Page.Fleet(), ""));
    for (HostModel host : desk.fleet().hosts()) {
      entries.add(go(new Page.OfHost(host.name()), host.entry().get().address().shown()));
    }
    pools(new Places(desk.fleet().hosts(), Query.parse(""), 1), new Place.Fleet(), entries);
    entries.add(go(new Page.AddHost(), "Ctrl+N"));
    entries.add(go(new Page.ImportHosts(), ""));
    entries.add(go(new Page.Tasks(), ""));
    entries.add(go(new Page.Keys(), ""));
    entries.add(go(new Page.Preferences(), "Ctrl+,"));
    if (desk.fleet().hosts().stream().noneMatch(h -> h.entry().get().demo())) {
      entries.add(act("ui.door-demo", "", pages::openDemo));
    }
    entries.add(act("ui.refresh-all", "", () -> desk.fleet().hosts().forEach(HostModel::refresh)));
    if (!(front instanceof Page.Fleet)) {
      entries.add(act("ui.close-tab", "Ctrl+W", () -> desk.navigator().leave(front)));
    }
    return entries;
  }

  private void pools(Places places, Place above, List<Entry> entries) {
    for (Place place : places.below(above)) {
      switch (place) {
        case Place.OfPool(_, _, var shown) -> pool(place, shown, entries);
        case Place.OfShared(_, _, _, var shown) -> pool(place, shown, entries);
        case Place.Fleet(), Place.Group _, Place.OfCluster _, Place.OfHost _ ->
            pools(places, place, entries);
      }
    }
  }

  private void pool(Place place, Place.Shown shown, List<Entry> entries) {
    place.page().ifPresent(page -> entries.add(go(page, Names.of(desk.words(), shown.type()))));
  }

  private Entry go(Page page, String hint) {
    return new Entry(pages.title(page), hint, () -> desk.open(page));
  }

  private Entry act(String key, String hint, Runnable action) {
    return new Entry(desk.say(key), hint, action);
  }
}
