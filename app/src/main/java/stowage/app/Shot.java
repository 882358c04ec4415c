package stowage.app;

import java.util.function.Consumer;
import java.util.function.Predicate;
import stowage.config.StorageId;
import stowage.settings.HostEntry;
import stowage.ui.frame.Page;

/**
 * A screen there is a picture of.
 *
 * @param name of the picture's file
 * @param before leads to the screen
 * @param ready whether it shows what it is to show
 */
record Shot(String name, Consumer<App> before, Predicate<App> ready) {
  static Shot page(String name, Page page) {
    return new Shot(name, app -> app.navigator().open(page), _ -> true);
  }

  static Shot pool(String name, String pool) {
    return page(name, ofPool(pool));
  }

  /** On the demo host. */
  static Page ofPool(String pool) {
    return new Page.OfPool(HostEntry.DEMO.name(), new StorageId(pool));
  }

  /** One more tab of the page in front. */
  static Shot tab(String name, int index, Predicate<App> ready) {
    return new Shot(name, app -> Tour.tab(app, index), ready);
  }
}
