package stowage.ui.frame;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.input.KeyCode;
import javafx.util.Subscription;
import stowage.host.HostState;
import stowage.host.HostState.PoolState;
import stowage.ui.host.HostModel;
import stowage.ui.pool.Health;

/** Fleet, groups, hosts, pools. Rows that stay the same are left alone when hosts change. */
final class Tree {
  private static final double ROW = 32;

  private final Desk desk;
  private final TreeView<Place> view = new TreeView<>();
  private final TreeItem<Place> root = new TreeItem<>(new Place.Fleet());
  private final Set<String> opened = new HashSet<>();
  private final Subscription following;
  private Query query = Query.parse("");

  Tree(Desk desk) {
    this.desk = desk;
    root.setExpanded(true);
    view.setRoot(root);
    view.setFixedCellSize(ROW);
    view.setAccessibleText(desk.say("ui.tree"));
    view.getStyleClass().add("navigation");
    view.setCellFactory(_ -> new PlaceCell(desk.words()));
    view.setOnKeyPressed(e -> {
      if (e.getCode() == KeyCode.ENTER) {
        go();
        e.consume();
      }
    });
    view.setOnMouseClicked(_ -> go());
    following =
        desk.fleet()
            .version()
            .subscribe((_, _) -> update())
            .and(desk.navigator().front().subscribe((_, _) -> reveal()));
    update();
    reveal();
  }

  TreeView<Place> view() {
    return view;
  }

  void close() {
    following.unsubscribe();
  }

  void filter(Query wanted) {
    query = wanted;
    update();
    view.refresh();
  }

  private void go() {
    Optional.ofNullable(view.getSelectionModel().getSelectedItem())
        .map(TreeItem::getValue)
        .flatMap(Place::page)
        .ifPresent(desk::open);
  }

  /** Marks the row of the page in front. */
  private void reveal() {
    Page front = desk.navigator().front().get();
    find(root, front)
        .ifPresentOrElse(
            item -> {
              for (TreeItem<Place> at = item.getParent(); at != null; at = at.getParent()) {
                at.setExpanded(true);
              }
              view.getSelectionModel().select(item);
            },
            () -> view.getSelectionModel().clearSelection());
  }

  private static Optional<TreeItem<Place>> find(TreeItem<Place> item, Page page) {
    if (item.getValue().page().filter(page::equals).isPresent()) {
      return Optional.of(item);
    }
    for (TreeItem<Place> child : item.getChildren()) {
      Optional<TreeItem<Place>> found = find(child, page);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private void update() {
    Map<String, List<HostModel>> groups = new TreeMap<>();
    for (HostModel host : desk.fleet().hosts()) {
      if (shown(host)) {
        groups.computeIfAbsent(host.entry().get().group(), _ -> new ArrayList<>()).add(host);
      }
    }
    List<Place> top = new ArrayList<>();
    groups.keySet().stream()
        .filter(name -> !name.isEmpty())
        .forEach(name -> top.add(new Place.Group(name)));
    groups.getOrDefault("", List.of()).forEach(h -> top.add(new Place.OfHost(h)));
    merge(root, top);
    for (TreeItem<Place> item : root.getChildren()) {
      switch (item.getValue()) {
        case Place.Group(var name) -> {
          merge(
              item,
              groups.getOrDefault(name, List.of()).stream().<Place>map(Place.OfHost::new).toList());
          item.getChildren().forEach(this::pools);
          // Closed groups would hide what was looked for.
          item.setExpanded(item.isExpanded() || !query.isEmpty() || !opened.contains(name));
          opened.add(name);
        }
        case Place.OfHost _ -> pools(item);
        case Place.Fleet(), Place.OfPool _ -> {}
      }
    }
    view.refresh();
  }

  private boolean shown(HostModel host) {
    return query.matches(host.name())
        || host.known().stream()
            .flatMap(s -> s.pools().stream())
            .anyMatch(p -> query.matches(host.name(), p));
  }

  private void pools(TreeItem<Place> item) {
    if (!(item.getValue() instanceof Place.OfHost(var host))) {
      return;
    }
    boolean all = query.matches(host.name());
    List<PoolState> pools =
        host.known().map(HostState::pools).orElse(List.of()).stream()
            .filter(p -> all || query.matches(host.name(), p))
            .toList();
    merge(item, pools.stream().map(p -> place(host, p)).toList());
    if (!query.isEmpty() && !all) {
      item.setExpanded(true);
    }
  }

  private Place place(HostModel host, PoolState pool) {
    int percent =
        Health.active(pool)
            .filter(s -> s.total() > 0)
            .map(s -> (int) Math.round(Health.used(s) * 100))
            .orElse(-1);
    return new Place.OfPool(
        host,
        pool.pool().id(),
        pool.pool().type(),
        Health.of(pool, desk.preferences().threshold()).status(),
        percent);
  }

  /** Keeps the items of places that stay, with all they have open. */
  private static void merge(TreeItem<Place> parent, List<Place> wanted) {
    List<Place> now = parent.getChildren().stream().map(TreeItem::getValue).toList();
    if (now.equals(wanted)) {
      return;
    }
    List<Optional<Page>> pages = wanted.stream().map(Place::page).toList();
    if (now.stream().map(Place::page).toList().equals(pages)
        && pages.stream().allMatch(Optional::isPresent)) {
      for (int i = 0; i < wanted.size(); i++) {
        parent.getChildren().get(i).setValue(wanted.get(i));
      }
      return;
    }
    List<TreeItem<Place>> items = new ArrayList<>();
    for (Place place : wanted) {
      int at = now.indexOf(place);
      items.add(at >= 0 ? parent.getChildren().get(at) : new TreeItem<>(place));
    }
    parent.getChildren().setAll(items);
  }
}
