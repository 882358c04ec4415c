package stowage.ui.content;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import org.jspecify.annotations.Nullable;
import stowage.exec.HostException;
import stowage.exec.Outcome;
import stowage.host.Host;
import stowage.host.Proposal;
import stowage.host.Prune;
import stowage.schema.InvalidException;
import stowage.ui.tasks.TaskModel;
import stowage.ui.tasks.TasksModel;
import stowage.ui.work.Background;
import stowage.volume.Volume;

/**
 * Several volumes on their way out: looked at together, each planned and removed by itself, one
 * after the other. It goes on when nobody watches any more.
 */
public final class Removals {

  /** What has become of one volume. */
  public sealed interface Fate {
    record Asked() implements Fate {}

    record Refused(Exception why) implements Fate {}

    record Planned(Proposal proposal) implements Fate {}

    record Sent(TaskModel task) implements Fate {}

    /** Planned, but the user stopped before it was its turn. */
    record Left() implements Fate {}
  }

  public enum Stage {
    PLANNING,
    REVIEW,
    RUNNING,
    ENDED
  }

  public record Item(Volume volume, Fate fate) {}

  /** Knows what the removal of one volume takes. */
  @FunctionalInterface
  private interface Planner {
    Proposal plan(Host host, Volume volume) throws HostException, InvalidException;
  }

  private final Background background;
  private final TasksModel tasks;
  private final Planner planner;
  private final List<Item> items = new ArrayList<>();
  private final ReadOnlyIntegerWrapper version = new ReadOnlyIntegerWrapper();
  private Background.@Nullable Work<?> planning;
  private Stage stage = Stage.PLANNING;
  private boolean stopped;

  public Removals(Background background, TasksModel tasks, List<Volume> volumes) {
    this(background, tasks, volumes, (host, volume) -> host.planFree(volume.id()));
  }

  private Removals(Background background, TasksModel tasks, List<Volume> volumes, Planner planner) {
    this.background = background;
    this.tasks = tasks;
    this.planner = planner;
    volumes.forEach(v -> items.add(new Item(v, new Fate.Asked())));
  }

  /** Those that pruning would remove, as it has planned it. */
  static Removals of(Background background, TasksModel tasks, Prune prune) {
    Map<Volume, Proposal> planned = new LinkedHashMap<>();
    prune.doomed().forEach(i -> planned.put(i.marked().backup(), i.proposal().orElseThrow()));
    return new Removals(
        background,
        tasks,
        List.copyOf(planned.keySet()),
        (_, volume) -> Objects.requireNonNull(planned.get(volume)));
  }

  public List<Item> items() {
    return List.copyOf(items);
  }

  public Stage stage() {
    return stage;
  }

  /** Grows whenever there is news. */
  public ReadOnlyIntegerProperty version() {
    return version.getReadOnlyProperty();
  }

  public long planned() {
    return items.stream().filter(i -> i.fate() instanceof Fate.Planned).count();
  }

  public long refused() {
    return items.stream().filter(i -> i.fate() instanceof Fate.Refused).count();
  }

  public long left() {
    return items.stream().filter(i -> i.fate() instanceof Fate.Left).count();
  }

  public long done() {
    return ended().filter(t -> t.outcome().map(Outcome::done).orElse(false)).count();
  }

  public long failed() {
    return ended().count() - done();
  }

  private java.util.stream.Stream<TaskModel> ended() {
    return items.stream()
        .map(Item::fate)
        .filter(Fate.Sent.class::isInstance)
        .map(f -> ((Fate.Sent) f).task())
        .filter(t -> !t.running());
  }

  /** Asks for each volume what its removal takes. */
  public void plan(Host host) {
    List<Item> asked = items();
    planning =
        background
            .run(() -> {
              for (int i = 0; i < asked.size(); i++) {
                int at = i;
                Fate fate = planned(host, asked.get(i).volume());
                background.show(() -> set(at, fate));
              }
              return true;
            })
            .then(_ -> move(Stage.REVIEW));
  }

  private Fate planned(Host host, Volume volume) {
    try {
      return new Fate.Planned(planner.plan(host, volume));
    } catch (HostException | InvalidException e) {
      return new Fate.Refused(e);
    }
  }

  /** Removes what can be removed. */
  public void run(Host host) {
    move(Stage.RUNNING);
    next(host);
  }

  private void next(Host host) {
    Optional<Integer> at = nextPlanned();
    if (at.isEmpty() || stopped) {
      for (int i = 0; i < items.size(); i++) {
        if (items.get(i).fate() instanceof Fate.Planned) {
          set(i, new Fate.Left());
        }
      }
      move(Stage.ENDED);
      return;
    }
    if (items.get(at.get()).fate() instanceof Fate.Planned(var proposal)) {
      set(at.get(), new Fate.Sent(tasks.start(host, proposal, _ -> next(host))));
    }
  }

  private Optional<Integer> nextPlanned() {
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i).fate() instanceof Fate.Planned) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  /** The volume at work is still removed, those behind it are not. */
  public void stop() {
    stopped = true;
    version.set(version.get() + 1);
  }

  public boolean stopping() {
    return stopped;
  }

  /** Nobody wants to know any more what it would take. */
  public void forget() {
    if (planning != null && stage == Stage.PLANNING) {
      planning.discard();
    }
  }

  private void set(int at, Fate fate) {
    items.set(at, new Item(items.get(at).volume(), fate));
    version.set(version.get() + 1);
  }

  private void move(Stage to) {
    stage = to;
    version.set(version.get() + 1);
  }
}
