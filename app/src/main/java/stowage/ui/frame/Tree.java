package stowage.ui.frame;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.KeyCode;
import javafx.util.Subscription;

/** The places as rows. Rows that stay the same are left alone when hosts change. */
final class Tree {
  private static final double ROW = 32;
  private static final int ROWS_ABOVE = 4;

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
        .flatMap(this::page)
        .ifPresent(desk::open);
  }

  /** The page that is open already, be it from another node's side. */
  private Optional<Page> page(Place place) {
    return desk.navigator().pages().stream().filter(place::about).findFirst().or(place::page);
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
              bringIntoSight(view.getRow(item));
            },
            () -> view.getSelectionModel().clearSelection());
  }

  /** A row in sight stays where it is: what one has just clicked must not jump. */
  private void bringIntoSight(int row) {
    if (view.lookup(".virtual-flow") instanceof VirtualFlow<?> flow
        && flow.getFirstVisibleCell() != null
        && flow.getLastVisibleCell() != null
        && (row < flow.getFirstVisibleCell().getIndex()
            || row > flow.getLastVisibleCell().getIndex())) {
      view.scrollTo(Math.max(0, row - ROWS_ABOVE));
    }
  }

  private static Optional<TreeItem<Place>> find(TreeItem<Place> item, Page page) {
    if (item.getValue().about(page)) {
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
    fill(root, new Places(desk.fleet().hosts(), query, desk.preferences().threshold()));
    view.refresh();
  }

  private void fill(TreeItem<Place> item, Places places) {
    merge(item, places.below(item.getValue()));
    boolean seen =
        switch (item.getValue()) {
          case Place.Group(var name) -> opened.add("group " + name);
          case Place.OfCluster(var cluster) -> opened.add("cluster " + cluster.name());
          case Place.Fleet(), Place.OfHost _, Place.OfPool _, Place.OfShared _ -> false;
        };
    // Closed rows would hide what was looked for.
    if (seen || places.toOpen(item.getValue())) {
      item.setExpanded(true);
    }
    item.getChildren().forEach(child -> fill(child, places));
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
