package stowage.ui.frame;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.Tooltip;
import javafx.util.Subscription;
import stowage.ui.look.Look;
import stowage.ui.look.View;

/** The open pages as tabs. A page's content is made when it first comes to the front. */
final class PageTabs {
  private final Desk desk;
  private final Pages pages;
  private final TabPane pane = new TabPane();
  private final Map<Page, Tab> tabs = new HashMap<>();
  private final Map<Page, View> views = new HashMap<>();
  private final Subscription following;

  /** The pane selects a tab by itself when others come or go; that is nobody's wish. */
  private boolean syncing;

  PageTabs(Desk desk, Pages pages) {
    this.desk = desk;
    this.pages = pages;
    pane.setTabClosingPolicy(TabPane.TabClosingPolicy.ALL_TABS);
    pane.getStyleClass().add("pages");
    pane.getSelectionModel()
        .selectedItemProperty()
        .addListener((_, _, tab) -> {
          if (!syncing && tab != null && tab.getUserData() instanceof Page page) {
            desk.open(page);
          }
        });
    desk.navigator()
        .letGo(page -> Optional.ofNullable(views.get(page)).map(View::mayClose).orElse(true));
    following =
        desk.navigator()
            .pages()
            .subscribe(this::sync)
            .and(desk.navigator().front().subscribe((_, front) -> show(front)));
    sync();
    show(desk.navigator().front().get());
  }

  TabPane pane() {
    return pane;
  }

  /** One that must not be left yet. */
  Optional<Page> held() {
    return tabs.keySet().stream()
        .filter(page -> Optional.ofNullable(views.get(page)).filter(v -> !v.mayClose()).isPresent())
        .findFirst();
  }

  void close() {
    following.unsubscribe();
    views.values().forEach(View::close);
  }

  private void sync() {
    syncing = true;
    try {
      follow();
    } finally {
      syncing = false;
    }
  }

  private void follow() {
    List<Page> open = desk.navigator().pages();
    List.copyOf(tabs.keySet()).stream().filter(p -> !open.contains(p)).forEach(this::drop);
    for (Page page : open) {
      if (!tabs.containsKey(page)) {
        Tab tab = tab(page);
        tabs.put(page, tab);
        pane.getTabs().add(tab);
      }
    }
  }

  private void drop(Page page) {
    Optional.ofNullable(views.remove(page)).ifPresent(View::close);
    pane.getTabs().remove(tabs.remove(page));
  }

  private Tab tab(Page page) {
    Tab tab = new Tab(pages.title(page));
    tab.setGraphic(Look.icon(pages.picture(page), "muted"));
    tab.setTooltip(new Tooltip(pages.title(page)));
    tab.setUserData(page);
    tab.setClosable(!(page instanceof Page.Fleet));
    tab.setOnCloseRequest(e -> {
      // The navigator closes it: it decides what comes to the front.
      e.consume();
      desk.navigator().leave(page);
    });
    return tab;
  }

  private void show(Page page) {
    Tab tab = tabs.get(page);
    if (tab == null) {
      sync();
      tab = tabs.get(page);
    }
    if (tab != null) {
      View view = views.computeIfAbsent(page, pages::view);
      tab.setContent(view.node());
      pane.getSelectionModel().select(tab);
    }
  }

  void focus() {
    Optional.ofNullable(views.get(desk.navigator().front().get())).ifPresent(View::focus);
  }
}
