package stowage.ui.host;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageId;
import stowage.exec.HostException;
import stowage.host.Host;
import stowage.host.HostState;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.settings.HostEntry;
import stowage.ui.connect.ConnectFlow;
import stowage.ui.connect.Request;
import stowage.ui.work.Background;

/**
 * A host as the console knows it: its connection and the newest picture of it, which outlives the
 * connection. All methods are called on the screen's thread.
 */
public final class HostModel {
  private final ReadOnlyObjectWrapper<HostEntry> entry;
  private final ReadOnlyObjectWrapper<Connection> connection =
      new ReadOnlyObjectWrapper<>(new Connection.Off());
  private final ReadOnlyObjectWrapper<@Nullable HostState> state = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyBooleanWrapper refreshing = new ReadOnlyBooleanWrapper();
  private final ReadOnlyObjectWrapper<List<Message>> warnings =
      new ReadOnlyObjectWrapper<>(List.of());
  private final Connector connector;
  private final Background background;
  private @Nullable Host host;
  private @Nullable ConnectFlow flow;
  private Background.@Nullable Work<?> work;
  private int attempts;
  private Instant asked = Instant.EPOCH;
  private final Map<StorageId, Instant> read = new HashMap<>();

  public HostModel(HostEntry entry, Connector connector, Background background) {
    this.entry = new ReadOnlyObjectWrapper<>(entry);
    this.connector = connector;
    this.background = background;
  }

  public String name() {
    return entry.get().name();
  }

  public ReadOnlyObjectProperty<HostEntry> entry() {
    return entry.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<Connection> connection() {
    return connection.getReadOnlyProperty();
  }

  /** Null until the host has answered for the first time. */
  public ReadOnlyObjectProperty<@Nullable HostState> state() {
    return state.getReadOnlyProperty();
  }

  public Optional<HostState> known() {
    return Optional.ofNullable(state.get());
  }

  /** The open host, for plans and lists; empty while there is no connection. */
  public Optional<Host> host() {
    return connection.get() instanceof Connection.On(var open)
        ? Optional.of(open)
        : Optional.empty();
  }

  public ReadOnlyBooleanProperty refreshing() {
    return refreshing.getReadOnlyProperty();
  }

  /** Connects if need be, and asks for a new picture; an older question's answer is dropped. */
  public void refresh() {
    stopWork();
    asked = Instant.now();
    refreshing.set(true);
    Host open = host;
    if (open != null) {
      work = background.run(open::refresh).then(this::show).failed(this::fail);
      return;
    }
    connection.set(new Connection.Connecting());
    int attempt = ++attempts;
    ConnectFlow mine = new ConnectFlow(background::show, q -> ask(attempt, q));
    flow = mine;
    HostEntry wanted = entry.get();
    work =
        background
            .run(() -> opened(wanted, mine))
            .then(opened -> {
              host = opened.host();
              warnings.set(mine.warnings());
              switch (opened.picture()) {
                case Picture.Whole(var whole) -> show(whole);
                case Picture.NoRights(var why) -> fail(why);
              }
            })
            .failed(this::fail);
  }

  private record Opened(Host host, Picture picture) {}

  private sealed interface Picture {
    record Whole(HostState state) implements Picture {}

    record NoRights(HostException.PrivilegeMissing why) implements Picture {}
  }

  private Opened opened(HostEntry wanted, ConnectFlow mine) throws HostException, InvalidException {
    Host opened = connector.open(wanted, mine);
    try {
      return new Opened(opened, new Picture.Whole(opened.refresh()));
    } catch (HostException.PrivilegeMissing e) {
      // It is reached: what is lacking can be tested, and tried again without another login.
      return new Opened(opened, new Picture.NoRights(e));
    } catch (HostException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /** The host as long as it is reached, also when it does not let us look. */
  public Optional<Host> reached() {
    return Optional.ofNullable(host);
  }

  /** What of the ssh configuration could not be heeded when it was last connected. */
  public ReadOnlyObjectProperty<List<Message>> warnings() {
    return warnings.getReadOnlyProperty();
  }

  /** When the pool's state was last told; empty for never. */
  public Optional<Instant> readAt(StorageId pool) {
    return Optional.ofNullable(read.get(pool));
  }

  /** Refreshes when the last question is older than this and no other is under way. */
  public void refreshIfOlder(Duration age, Instant now) {
    boolean hopeless =
        switch (connection.get()) {
          case Connection.Off() -> true;
          case Connection.Connecting(), Connection.Asking(_) -> true;
          case Connection.On(_) -> false;
          case Connection.Failed(var why) -> needsAPerson(why);
        };
    if (!hopeless && !refreshing.get() && Duration.between(asked, now).compareTo(age) >= 0) {
      refresh();
    }
  }

  /** Trying again by itself would be useless, or would lock an account. */
  private static boolean needsAPerson(Exception why) {
    return switch (why) {
      case HostException.Unreachable _, HostException.TimedOut _ -> false;
      default -> true;
    };
  }

  /** Shows a picture of the host. */
  public void show(HostState picture) {
    refreshing.set(false);
    for (HostState.PoolState pool : picture.pools()) {
      pool.status().optional().ifPresent(_ -> read.put(pool.pool().id(), picture.at()));
    }
    state.set(picture);
    Host open = host;
    if (open != null) {
      connection.set(new Connection.On(open));
    }
  }

  /** Shows why there is no newer picture; the last one stays. */
  public void fail(Exception why) {
    refreshing.set(false);
    connection.set(new Connection.Failed(why));
  }

  private void ask(int attempt, @Nullable Request question) {
    // A question of an attempt that was given up must not be shown.
    if (attempt == attempts && refreshing.get()) {
      connection.set(
          question == null ? new Connection.Connecting() : new Connection.Asking(question));
    }
  }

  /** Answers the question that waits, if any. */
  public void answer(Request.Answer answer) {
    if (flow != null && connection.get() instanceof Connection.Asking) {
      flow.answer(answer);
    }
  }

  public void disconnect() {
    stopWork();
    refreshing.set(false);
    connection.set(new Connection.Off());
    Host open = host;
    host = null;
    if (open != null) {
      background.run(() -> {
        open.close();
        return true;
      });
    }
  }

  /** Another address or way to log in; it counts from the next connection on. */
  public void change(HostEntry changed) {
    disconnect();
    entry.set(changed);
  }

  private void stopWork() {
    if (work != null) {
      work.discard();
      work = null;
    }
  }
}
