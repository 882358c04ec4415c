package stowage.host;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import stowage.config.StorageId;
import stowage.exec.HostException;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.type.Pool;
import stowage.volume.ContentType;
import stowage.volume.Volume;

/** Looks for guests' volumes that no guest's configuration names, on all pools in one go. */
final class OrphanSearch {
  private static final Set<ContentType> GUESTS = Set.of(ContentType.IMAGES, ContentType.ROOTDIR);

  private final Inquiry inquiry;

  OrphanSearch(Inquiry inquiry) {
    this.inquiry = inquiry;
  }

  /** A pool that is searched. */
  private record Place(ConfiguredPool pool, Reading<List<Volume>> volumes) {}

  Orphans orphans() throws HostException, InvalidException {
    var answer = inquiry.ask(OrphanSearch::question);
    Survey survey = answer.survey();
    Uses uses = survey.uses();
    Set<Message> gaps = new java.util.LinkedHashSet<>();
    List<StorageId> searched = new ArrayList<>();
    List<Orphans.Orphan> found = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Place place : Inquiry.required(answer.reading())) {
      Pool pool = place.pool().pool();
      uses.gap(pool).ifPresent(gaps::add);
      switch (place.volumes()) {
        case Reading.Failed<List<Volume>>(var reason) ->
            gaps.add(Message.of("problem.pool-not-searched", pool.id().text(), reason));
        case Reading.Known<List<Volume>>(var volumes) -> {
          searched.add(pool.id());
          for (Volume volume : volumes) {
            String path = Uses.place(uses.pools(), volume.id().toString());
            why(survey, uses, place.pool(), volume, volumes)
                .filter(_ -> seen.add(path))
                .ifPresent(why -> found.add(new Orphans.Orphan(volume, why)));
          }
        }
      }
    }
    return new Orphans(found, searched, survey.guests().count(), List.copyOf(gaps));
  }

  private static Optional<Orphans.Why> why(
      Survey survey, Uses uses, ConfiguredPool pool, Volume volume, List<Volume> others)
      throws InvalidException {
    String owner = volume.owner();
    if (owner == null || !uses.of(volume.id()).isEmpty()) {
      return Optional.empty();
    }
    Volumes.Found found = new Volumes.Found(survey, pool, pool.parse(volume.id()), volume);
    if (others.stream().anyMatch(other -> Dependents.isClone(found, other))) {
      return Optional.empty();
    }
    return Optional.of(
        survey.guests().types().containsKey(owner) ? Orphans.Why.NOT_NAMED : Orphans.Why.NO_GUEST);
  }

  /** Pools that are disabled or for other nodes hold nothing that could be removed from here. */
  private static Probe<List<Place>> question(Survey survey) throws InvalidException {
    List<Probe<Place>> probes = new ArrayList<>();
    for (Pool pool : survey.pools().known()) {
      boolean guests = pool.contents().stream().anyMatch(GUESTS::contains);
      if (guests && survey.obstacle(pool).isEmpty()) {
        ConfiguredPool configured = ConfiguredPool.of(pool);
        Probe<List<Volume>> list = configured.backend().list(pool, GUESTS);
        probes.add(
            Probe.of(
                list.programs(),
                answers -> Reading.known(new Place(configured, Inquiry.read(list, answers)))));
      }
    }
    return Probe.all(probes)
        .map(readings -> readings.stream().flatMap(r -> r.optional().stream()).toList());
  }
}
