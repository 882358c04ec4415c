package stowage.ui.tasks;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import stowage.exec.HostException;
import stowage.exec.Outcome;
import stowage.exec.Outcome.Verdict;
import stowage.exec.Step;
import stowage.host.Proposal;
import stowage.message.Message;

/** One change on its way, or ended. */
public final class TaskModel {
  private final KeptJobs.Kept job;
  private final ReadOnlyObjectWrapper<Phase> phase;
  private final @Nullable Flow flow;
  private final boolean elsewhere;
  private final StringBuilder said = new StringBuilder();
  private final Rate rate = new Rate();
  private boolean stopping;

  /** How far it is. */
  public sealed interface Phase {
    /**
     * @param sofar null until the host has told of the first step
     */
    record Running(@Nullable Outcome sofar) implements Phase {}

    /** Begun before the program was started; how it got on is told when its host is connected. */
    record Adrift() implements Phase {}

    record Ended(Outcome outcome) implements Phase {}

    /**
     * Done elsewhere than on the host, which knows nothing of it.
     *
     * @param well whether all of it is as it was meant to be
     */
    record Told(boolean well, Message what) implements Phase {}

    /** Whether the host goes on with it is not known here, unless the reason says so. */
    record Lost(Exception why) implements Phase {}
  }

  TaskModel(KeptJobs.Kept job, Phase phase) {
    this(job, phase, null, false);
  }

  /**
   * @param flow null when no data pass through this computer
   * @param elsewhere whether it is done elsewhere than on the host
   */
  TaskModel(KeptJobs.Kept job, Phase phase, @Nullable Flow flow, boolean elsewhere) {
    this.job = job;
    this.flow = flow;
    this.elsewhere = elsewhere;
    this.phase = new ReadOnlyObjectWrapper<>(phase);
  }

  KeptJobs.Kept kept() {
    return job;
  }

  /** Names its job on the host. */
  public String id() {
    return job.job();
  }

  public String host() {
    return job.host();
  }

  public Proposal proposal() {
    return job.proposal();
  }

  public Instant started() {
    return job.started();
  }

  public ReadOnlyObjectProperty<Phase> phase() {
    return phase.getReadOnlyProperty();
  }

  public boolean running() {
    return phase.get() instanceof Phase.Running;
  }

  /** The data that pass through this computer; empty when there are none. */
  public Optional<Flow> flow() {
    return Optional.ofNullable(flow);
  }

  /** Bytes per second of these data; empty as long as nobody can tell. */
  OptionalLong rate() {
    return rate.perSecond();
  }

  /**
   * @param nanos of a clock that only runs forward
   */
  void beat(long nanos) {
    if (flow != null) {
      rate.add(nanos, flow.passed());
    }
  }

  /** What was told of it on the way, where it is no job; line by line. */
  String said() {
    return said.toString();
  }

  void say(String line) {
    said.append(line).append('\n');
  }

  /** Whether it is no job of the host, which would know nothing of it later. */
  boolean local() {
    return elsewhere || (flow != null && flow.remains() == Flow.Remains.HERE);
  }

  /** Nobody watches it here, though the host may be at work on it. */
  boolean unwatched() {
    if (local()) {
      return false;
    }
    return switch (phase.get()) {
      case Phase.Running _, Phase.Ended _, Phase.Told _ -> false;
      case Phase.Adrift() -> true;
      case Phase.Lost(var why) ->
          why instanceof HostException.Unreachable
              || why instanceof HostException.TimedOut
              || why instanceof HostException.Cancelled;
    };
  }

  /** What has been run so far. */
  public Optional<Outcome> outcome() {
    return switch (phase.get()) {
      case Phase.Running(var sofar) -> Optional.ofNullable(sofar);
      case Phase.Ended(var outcome) -> Optional.of(outcome);
      case Phase.Adrift(), Phase.Told _, Phase.Lost(_) -> Optional.empty();
    };
  }

  void move(Phase next) {
    // Progress that arrives late must not reopen what has ended.
    if (!(phase.get() instanceof Phase.Ended)) {
      phase.set(next);
    }
  }

  public boolean stopping() {
    return stopping && running();
  }

  void stopping(boolean now) {
    stopping = now;
  }

  /**
   * Why it cannot be stopped; empty when it can. It stops between two steps, or where data pass
   * through this computer, and only as long as all that has been done can be taken back.
   */
  public Optional<Message> whyNotStop() {
    if (!running()) {
      return Optional.of(Message.of("ui.task-not-running"));
    }
    if (stopping) {
      return Optional.of(Message.of("ui.task-stopping"));
    }
    if (flow != null && flow.canBeCut()) {
      return Optional.empty();
    }
    if (local()) {
      return Optional.of(Message.of("ui.task-last-step", proposal().plan().title()));
    }
    var steps = proposal().plan().steps();
    Outcome sofar = outcome().orElse(null);
    if (sofar == null) {
      return Optional.empty();
    }
    Optional<Step> passed =
        sofar.steps().stream()
            .filter(r -> !r.undo() && r.result().ok())
            .map(r -> steps.get(r.step()))
            .filter(s -> s.undo() instanceof Step.Undo.Impossible)
            .findFirst();
    if (passed.isPresent()) {
      return passed.map(s -> Message.of("ui.task-passed", s.title()));
    }
    return sofar.verdict() instanceof Verdict.Running(int step) && step == steps.size() - 1
        ? Optional.of(Message.of("ui.task-last-step", steps.get(step).title()))
        : Optional.empty();
  }
}
