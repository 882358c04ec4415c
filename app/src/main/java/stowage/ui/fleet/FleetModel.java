package stowage.ui.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.beans.InvalidationListener;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import stowage.settings.HostEntry;
import stowage.ui.connect.CodeFlow;
import stowage.ui.host.Connector;
import stowage.ui.host.HostModel;
import stowage.ui.work.Background;

/**
 * All hosts, and the clock that refreshes them: the one in front often, the others now and then.
 */
public final class FleetModel {
  private static final Duration OTHERS = Duration.ofSeconds(60);

  private final Connector connector;
  private final Background background;
  private final CodeFlow codes;
  private final ObservableList<HostModel> hosts = FXCollections.observableArrayList();
  private final ObservableList<HostModel> shown = FXCollections.unmodifiableObservableList(hosts);
  private final ReadOnlyObjectWrapper<Instant> now = new ReadOnlyObjectWrapper<>(Instant.now());
  private final ReadOnlyIntegerWrapper version = new ReadOnlyIntegerWrapper();
  private final InvalidationListener changed = _ -> touch();
  private boolean touched;
  private String front = "";

  public FleetModel(Connector connector, Background background) {
    this.connector = connector;
    this.background = background;
    this.codes = new CodeFlow(background);
  }

  public ObservableList<HostModel> hosts() {
    return shown;
  }

  public Optional<HostModel> host(String name) {
    return hosts.stream().filter(h -> h.name().equals(name)).findFirst();
  }

  public List<HostEntry> entries() {
    return hosts.stream().map(h -> h.entry().get()).toList();
  }

  /** Grows whenever a host came, went or changed; many changes at once count once. */
  public ReadOnlyIntegerProperty version() {
    return version.getReadOnlyProperty();
  }

  /** Asks for what the backup servers behind the hosts want beside a password. */
  public CodeFlow codes() {
    return codes;
  }

  /** The time, to the second, for ages on the screen. */
  public ReadOnlyObjectProperty<Instant> now() {
    return now.getReadOnlyProperty();
  }

  /**
   * @throws IllegalArgumentException when a host of this name is there already
   */
  public HostModel add(HostEntry entry) {
    if (host(entry.name()).isPresent()) {
      throw new IllegalArgumentException("two hosts of one name: " + entry.name());
    }
    HostModel host = new HostModel(entry, connector, background);
    host.connection().addListener(changed);
    host.state().addListener(changed);
    host.entry().addListener(changed);
    hosts.add(host);
    touch();
    return host;
  }

  public void remove(HostModel host) {
    host.disconnect();
    hosts.remove(host);
    touch();
  }

  /** The host that the page in front shows; empty for none. */
  public void front(String name) {
    front = name;
  }

  /** Called every second. */
  public void tick(Instant time, Duration often) {
    now.set(time);
    for (HostModel host : hosts) {
      host.refreshIfOlder(host.name().equals(front) ? often : OTHERS, time);
    }
  }

  private void touch() {
    if (!touched) {
      touched = true;
      background.show(() -> {
        touched = false;
        version.set(version.get() + 1);
      });
    }
  }
}
