package stowage.ui.frame;

import stowage.ui.fleet.FleetModel;
import stowage.ui.host.HostModel;
import stowage.ui.prefs.Preferences;
import stowage.ui.tasks.TasksModel;
import stowage.ui.work.Background;
import stowage.words.Words;

/**
 * What the pages work with. The words change with the language, the rest lives as long as the
 * window.
 */
public record Desk(
    Words words,
    Background background,
    FleetModel fleet,
    Navigator navigator,
    TasksModel tasks,
    Preferences preferences) {

  public String say(String key, Object... args) {
    return words.say(key, args);
  }

  /** Whether nothing may be changed on this host, by its own setting or by that for all. */
  public boolean readOnly(HostModel host) {
    return preferences.choices().get().readOnly() || host.entry().get().readOnly();
  }

  public void open(Page page) {
    navigator.open(page);
  }
}
