package stowage.ui.tasks;

import java.time.Instant;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import stowage.exec.Outcome;
import stowage.host.Proposal;

/** One change on its way, or ended. */
public final class TaskModel {
  private final String host;
  private final Proposal proposal;
  private final Instant started;
  private final ReadOnlyObjectWrapper<Phase> phase =
      new ReadOnlyObjectWrapper<>(new Phase.Running(null));

  /** How far it is. */
  public sealed interface Phase {
    /**
     * @param sofar null until the host has told of the first step
     */
    record Running(@Nullable Outcome sofar) implements Phase {}

    record Ended(Outcome outcome) implements Phase {}

    /** Whether the host goes on with it is not known here. */
    record Lost(Exception why) implements Phase {}
  }

  TaskModel(String host, Proposal proposal, Instant started) {
    this.host = host;
    this.proposal = proposal;
    this.started = started;
  }

  public String host() {
    return host;
  }

  public Proposal proposal() {
    return proposal;
  }

  public Instant started() {
    return started;
  }

  public ReadOnlyObjectProperty<Phase> phase() {
    return phase.getReadOnlyProperty();
  }

  public boolean running() {
    return phase.get() instanceof Phase.Running;
  }

  /** What has been run so far. */
  public Optional<Outcome> outcome() {
    return switch (phase.get()) {
      case Phase.Running(var sofar) -> Optional.ofNullable(sofar);
      case Phase.Ended(var outcome) -> Optional.of(outcome);
      case Phase.Lost(_) -> Optional.empty();
    };
  }

  void move(Phase next) {
    // Progress that arrives late must not reopen what has ended.
    if (running()) {
      phase.set(next);
    }
  }
}
