package stowage.cli;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import stowage.exec.Reading;
import stowage.host.HostState;
import stowage.host.HostState.Availability;
import stowage.host.HostState.PoolState;
import stowage.schema.InvalidException;
import stowage.type.PoolStatus;
import stowage.volume.ContentType;

@Command(name = "status")
final class StatusCommand implements Callable<Integer> {
  private final Cli cli;

  @Option(names = "--storage", paramLabel = "STORAGE")
  private @Nullable String storage;

  @Option(names = "--content", paramLabel = "TYPES")
  private @Nullable String content;

  @Option(names = "--target", paramLabel = "NODE")
  private @Nullable String target;

  // The service tells formats with it, and its command line does not show them.
  @Option(names = "--format", arity = "0..1", fallbackValue = "1", paramLabel = "0|1")
  private String format = "0";

  @Option(names = "--enabled", arity = "0..1", fallbackValue = "1", paramLabel = "0|1")
  private String enabled = "0";

  StatusCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws InvalidException {
    Session session = cli.session();
    Set<ContentType> wanted = contents(content);
    boolean onlyEnabled = Inputs.flag("enabled", enabled);
    Inputs.flag("format", format);
    if (storage != null) {
      Inputs.pool(storage);
    }
    return session.ask(
        host -> {
          HostState state = host.refresh();
          List<PoolState> pools =
              StatusTable.sorted(state).stream()
                  .filter(p -> shown(p, wanted, onlyEnabled))
                  .toList();
          warn(session, pools);
          if (storage != null && pools.isEmpty()) {
            throw new InvalidException("storage", "cli.no-such-storage", storage);
          }
          return Reading.known(pools);
        },
        new Session.Form<>(StatusTable::text, StatusTable::json));
  }

  private boolean shown(PoolState state, Set<ContentType> wanted, boolean onlyEnabled) {
    boolean usable = state.availability() == Availability.USABLE;
    boolean rightName = storage == null || state.pool().id().text().equals(storage);
    boolean rightContent =
        wanted.isEmpty() || (usable && state.pool().contents().stream().anyMatch(wanted::contains));
    boolean rightState = !onlyEnabled || !state.pool().disabled();
    return rightName && rightContent && rightState && isThereToo(state);
  }

  /** Another node sees only what is shared, and allowed there. */
  private boolean isThereToo(PoolState state) {
    Set<String> nodes = state.pool().nodes();
    return target == null || (state.pool().shared() && (nodes.isEmpty() || nodes.contains(target)));
  }

  /** Why a pool is inactive, and what to know about an active one. */
  private static void warn(Session session, List<PoolState> pools) {
    for (PoolState pool : pools) {
      switch (pool.status()) {
        case Reading.Failed<PoolStatus> failed when pool.availability() == Availability.USABLE ->
            session.output().unknown(pool.pool().id().text(), failed);
        case Reading.Failed<PoolStatus> _ -> {}
        case Reading.Known<PoolStatus>(var status) -> {
          if (status.reason() != null && pool.availability() == Availability.USABLE) {
            session.output().error(pool.pool().id().text(), status.reason());
          }
        }
      }
    }
  }

  static Set<ContentType> contents(@Nullable String text) throws InvalidException {
    Set<ContentType> wanted = EnumSet.noneOf(ContentType.class);
    if (text == null) {
      return wanted;
    }
    for (String word : Arrays.stream(text.split("[,; ]+")).filter(w -> !w.isEmpty()).toList()) {
      wanted.add(
          ContentType.of(word)
              .orElseThrow(() -> new InvalidException("content", "cli.content-type", word)));
    }
    return wanted;
  }
}
