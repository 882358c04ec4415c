package stowage.host;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import stowage.exec.HostException;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.host.HostState.PoolState;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.tool.ClusterFile;
import stowage.type.Backends;
import stowage.type.Pool;
import stowage.type.PoolStatus;
import stowage.type.Pools;

/** Asks a host for everything that its page shows. */
final class Refresh {
  private final Inquiry inquiry;

  Refresh(Inquiry inquiry) {
    this.inquiry = inquiry;
  }

  HostState state() throws HostException {
    Inquiry.Answer<Found> answer;
    try {
      answer = inquiry.ask(Refresh::all);
    } catch (InvalidException e) {
      throw new IllegalStateException("every host may be asked for its state", e);
    }
    Survey survey = answer.survey();
    Pools pools = survey.pools();
    Found found = Inquiry.required(answer.reading());
    List<Reading<PoolStatus>> readings = found.statuses();
    List<PoolState> states = new ArrayList<>();
    for (Pool pool : pools.known()) {
      Reading<PoolStatus> status = readings.get(states.size());
      states.add(new PoolState(pool, survey.availability(pool), status));
    }
    states.sort(Comparator.comparing(state -> state.pool().id()));
    return new HostState(
        survey.at(),
        survey.node(),
        survey.ground().kind(),
        survey.config(),
        states,
        new HostState.Inventory(
            survey.tools(), survey.guests().types(), pools.strangers(), found.cluster()));
  }

  /**
   * @param statuses one for each pool, in the order of the file
   */
  private record Found(List<Reading<PoolStatus>> statuses, Optional<ClusterFile.Members> cluster) {}

  /** Only where there is a cluster file system is it asked for the cluster. */
  private static Probe<Found> all(Survey survey) {
    Probe<List<Reading<PoolStatus>>> statuses = statuses(survey);
    if (survey.ground().kind() != HostState.Kind.CLUSTER) {
      return statuses.map(s -> new Found(s, Optional.empty()));
    }
    Probe<Optional<ClusterFile.Members>> cluster =
        Probe.of(ClusterFile.read(), answer -> Reading.known(ClusterFile.members(answer)));
    return statuses.and(
        guarded(cluster),
        (known, members) ->
            known.map(s -> new Found(s, members.optional().flatMap(Function.identity()))));
  }

  /** One reading for each pool, in the order of the file. */
  private static Probe<List<Reading<PoolStatus>>> statuses(Survey survey) {
    return Probe.all(survey.pools().known().stream().map(pool -> status(survey, pool)).toList());
  }

  private static Probe<PoolStatus> status(Survey survey, Pool pool) {
    Optional<Message> obstacle = survey.obstacle(pool);
    if (obstacle.isPresent()) {
      return Probe.constant(new Reading.Failed<>(obstacle.get()));
    }
    return Backends.of(pool.type())
        .map(backend -> guarded(backend.status(pool)))
        .orElseGet(
            () -> Probe.constant(Reading.failed("problem.type-not-here", pool.type().word())));
  }

  /** One pool's nonsense is not the others' loss. */
  private static <T> Probe<T> guarded(Probe<T> probe) {
    return Probe.of(probe.programs(), answers -> Inquiry.read(probe, answers));
  }
}
