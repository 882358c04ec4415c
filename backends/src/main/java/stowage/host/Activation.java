package stowage.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import stowage.exec.Exec;
import stowage.exec.HostException;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Secret;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.schema.Problem;
import stowage.schema.Properties;
import stowage.tool.HostTool;
import stowage.type.Change;
import stowage.volume.VolumeId;

/**
 * What it takes to make a pool usable on a host.
 *
 * @param pools those that take part: the one that it stands on, if any, and itself
 * @param asked the programs that looked
 * @param answer steps that are needed, or why it can't be done
 */
record Activation(List<ConfiguredPool> pools, List<Exec> asked, Reading<Change> answer) {

  /** The cluster takes a lock away after two minutes, and the mount of a dead server waits long. */
  private static final Duration UNDER_LOCK = Duration.ofSeconds(30);

  static Probe<Activation> probe(ConfiguredPool entry) {
    return probe(entry, entry.backend().activation(entry.pool()));
  }

  /** For a pool whose secrets the host gets to know in the same plan. */
  static Probe<Activation> probe(ConfiguredPool entry, Map<String, Secret> secrets) {
    return probe(entry, entry.backend().activation(entry.pool(), secrets));
  }

  /** For a pool that is added: what it stands on is made as well. */
  static Probe<Activation> founded(ConfiguredPool entry, Map<String, Secret> secrets) {
    Probe<Change> founding = entry.backend().founding(entry.pool());
    return probe(
        entry, founding.and(entry.backend().activation(entry.pool(), secrets), Activation::joined));
  }

  private static Probe<Activation> probe(ConfiguredPool entry, Probe<Change> own) {
    Optional<VolumeId> base = entry.pool().get(Properties.BASE).flatMap(VolumeId::parse);
    ConfiguredPool below = entry.below();
    if (base.isEmpty()) {
      return probe(List.of(entry), own);
    }
    if (below == null) {
      String id = base.get().toString();
      return probe(List.of(entry), Probe.constant(Reading.failed("problem.base-unusable", id)));
    }
    Probe<Change> both = below.backend().activation(below.pool()).and(own, Activation::joined);
    return probe(List.of(below, entry), both);
  }

  private static Probe<Activation> probe(List<ConfiguredPool> pools, Probe<Change> look) {
    return Probe.of(
        look.programs(),
        answers -> Reading.known(new Activation(pools, look.programs(), look.read(answers))));
  }

  private static Reading<Change> joined(Reading<Change> below, Reading<Change> own) {
    return switch (below) {
      case Reading.Failed<Change> failed -> failed;
      case Reading.Known<Change>(var first) -> own.map(second -> first.then(second));
    };
  }

  /** For a pool that is not to be used here, or is already. */
  static Activation none(ConfiguredPool entry) {
    return new Activation(List.of(entry), List.of(), Reading.known(Change.of()));
  }

  /** Why the pool can't be made usable, if so. */
  Optional<Message> obstacle() {
    return switch (answer) {
      case Reading.Known<Change> _ -> Optional.empty();
      case Reading.Failed<Change>(var reason) -> Optional.of(reason);
    };
  }

  /**
   * The change, once everything is there that it needs.
   *
   * @throws InvalidException when a program is missing on the host
   */
  Change required(Survey survey) throws HostException, InvalidException {
    List<Problem> missing = new ArrayList<>();
    Set<String> needed = programs();
    for (HostTool tool : missingTools(pools, survey)) {
      if (needed.contains(tool.program())) {
        missing.add(
            Problem.of("type", "problem.tool-missing", tool.program(), tool.debianPackage()));
      }
    }
    if (!missing.isEmpty()) {
      throw new InvalidException(missing);
    }
    Change change = Inquiry.required(answer);
    return new Change(change.guards(), change.steps().stream().map(Activation::brief).toList());
  }

  /** The same, where the pool's own change matters more: what fails is only a warning. */
  List<Step> attempted() {
    return answer.optional().map(Change::steps).orElse(List.of()).stream()
        .map(step -> brief(step).forgiving(Step.Leniency.OPTIONAL))
        .toList();
  }

  /** Programs that the pool will want some day, but that are not there. */
  static List<Message> findings(ConfiguredPool entry, Survey survey) {
    return missingTools(List.of(entry), survey).stream()
        .map(tool -> Message.of("finding.tool-missing", tool.program(), tool.debianPackage()))
        .toList();
  }

  private static List<HostTool> missingTools(List<ConfiguredPool> pools, Survey survey) {
    return pools.stream()
        .flatMap(pool -> pool.backend().tools().stream())
        .distinct()
        .filter(tool -> !survey.tools().getOrDefault(tool, false))
        .toList();
  }

  private Set<String> programs() {
    Set<String> programs = new HashSet<>();
    asked.forEach(exec -> programs.add(exec.argv().getFirst()));
    for (Step step : answer.optional().map(Change::steps).orElse(List.of())) {
      programs.add(step.command().argv().getFirst());
    }
    return programs;
  }

  private static Step brief(Step step) {
    Exec command = step.command();
    return command.limit().compareTo(UNDER_LOCK) <= 0
        ? step
        : new Step(step.title(), command.within(UNDER_LOCK), step.undo(), step.leniency());
  }
}
