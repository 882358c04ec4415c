package stowage.ui.frame;

import stowage.config.StorageId;
import stowage.host.Host;
import stowage.host.Servers;
import stowage.schema.Properties;
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

  /** Those behind a host, on the way that was chosen for this one; asks for second factors. */
  public Servers servers(Host open, String server) {
    Servers all = open.servers().asking(fleet.codes().of(server));
    return preferences.isDirect(server) ? all.directly() : all;
  }

  /** The same for the server that this pool is on. */
  public Servers servers(HostModel host, Host open, StorageId pool) {
    return servers(
        open,
        host.known()
            .flatMap(state -> state.pool(pool))
            .flatMap(found -> found.pool().get(Properties.SERVER))
            .orElse(""));
  }

  public void open(Page page) {
    navigator.open(page);
  }
}
