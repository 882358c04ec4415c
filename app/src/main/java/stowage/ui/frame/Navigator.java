package stowage.ui.frame;

import java.util.List;
import java.util.function.Predicate;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** Which pages are open and which is in front; the home page always is. */
public final class Navigator {
  private static final Page HOME = new Page.Fleet();

  private final ObservableList<Page> pages = FXCollections.observableArrayList(HOME);
  // Kept: a view of a list that nobody holds is collected, and its listeners with it.
  private final ObservableList<Page> shown = FXCollections.unmodifiableObservableList(pages);
  private final ReadOnlyObjectWrapper<Page> front = new ReadOnlyObjectWrapper<>(HOME);
  private Predicate<Page> mayGo = _ -> true;

  public ObservableList<Page> pages() {
    return shown;
  }

  public ReadOnlyObjectProperty<Page> front() {
    return front.getReadOnlyProperty();
  }

  /** Opens the page, or brings it to the front where it is open already. */
  public void open(Page page) {
    if (!pages.contains(page)) {
      pages.add(page);
    }
    front.set(page);
  }

  /** The page before it comes to the front if it was there. */
  public void close(Page page) {
    int at = pages.indexOf(page);
    if (at <= 0) {
      return;
    }
    if (front.get().equals(page)) {
      front.set(pages.get(at + 1 < pages.size() ? at + 1 : at - 1));
    }
    pages.remove(page);
  }

  /**
   * @param condition under which the user may close a page
   */
  void letGo(Predicate<Page> condition) {
    mayGo = condition;
  }

  /** The user closes the page; one that must not be left yet comes to the front instead. */
  public void leave(Page page) {
    if (mayGo.test(page)) {
      close(page);
    } else {
      open(page);
    }
  }

  /** One page takes the place of another, for example the new host's page that of the form. */
  public void replace(Page old, Page page) {
    open(page);
    close(old);
  }

  public void closeIf(Predicate<Page> condition) {
    List.copyOf(pages).stream().filter(condition).forEach(this::close);
  }

  /** Opens what was open at the last end of the program; unknown addresses are dropped. */
  public void restore(List<String> addresses, String inFront) {
    addresses.stream().flatMap(a -> Page.of(a).stream()).forEach(this::open);
    open(Page.of(inFront).filter(pages::contains).orElse(HOME));
  }
}
