package stowage.host;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageId;
import stowage.config.StorageType;
import stowage.exec.HostException;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.schema.InvalidException;
import stowage.volume.ContentType;
import stowage.volume.Volume;
import stowage.volume.VolumeId;
import stowage.volume.VolumeName;

/** What is on the pools. */
final class Volumes {

  /** As {@code pvesm list} prints them: guests' volumes by name, then the others by format. */
  private static final Comparator<Volume> ORDER =
      Comparator.comparing((Volume v) -> v.owner() == null)
          .thenComparing(v -> v.owner() == null ? v.format() : "")
          .thenComparing(v -> v.id().toString().toLowerCase(Locale.ROOT));

  private final Inquiry inquiry;

  Volumes(Inquiry inquiry) {
    this.inquiry = inquiry;
  }

  /** A volume that was on its pool just now. */
  record Found(Survey survey, ConfiguredPool pool, VolumeName name, Volume volume) {}

  /**
   * @param wanted those that the pool does not allow are left out
   */
  Reading<Content> list(StorageId id, Set<ContentType> wanted)
      throws HostException, InvalidException {
    var answer =
        inquiry.ask(survey -> {
          ConfiguredPool pool = survey.requireUsable(id);
          Set<ContentType> allowed = allowed(pool, wanted);
          return allowed.isEmpty()
              ? Probe.constant(Reading.known(List.<Volume>of()))
              : pool.backend().list(pool.pool(), allowed);
        });
    Map<String, String> guests = answer.survey().guests().types();
    ConfiguredPool pool = answer.survey().requireUsable(id);
    Set<ContentType> allowed = allowed(pool, wanted);
    Uses uses = answer.survey().uses();
    return answer
        .reading()
        .map(volumes ->
            Content.of(
                volumes.stream()
                    .map(v -> GuestConfigs.labelled(v, guests))
                    .filter(v -> allowed.contains(v.content()))
                    .sorted(ORDER)
                    .toList(),
                uses,
                pool.pool()));
  }

  /**
   * @throws InvalidException when there is no such volume
   * @throws HostException.NoAnswer when the pool could not be listed, so that nobody knows
   */
  Found find(VolumeId id) throws HostException, InvalidException {
    var answer =
        inquiry.ask(survey -> {
          ConfiguredPool pool = survey.requireUsable(id.storage());
          return pool.backend()
              .list(pool.pool(), Set.of(pool.parse(id).content()))
              .and(
                  pool.briefed(),
                  (volumes, briefed) ->
                      volumes.then(known -> briefed.map(b -> new Shelf(b, known))));
        });
    Shelf shelf = Inquiry.required(answer.reading());
    return find(answer.survey(), shelf.pool(), id, shelf.volumes());
  }

  /** A pool with all that its plans rest on, and what it holds. */
  private record Shelf(ConfiguredPool pool, List<Volume> volumes) {}

  static Found find(Survey survey, VolumeId id, List<Volume> listed) throws InvalidException {
    return find(survey, survey.requireUsable(id.storage()), id, listed);
  }

  static Found find(Survey survey, ConfiguredPool pool, VolumeId id, List<Volume> listed)
      throws InvalidException {
    Volume volume =
        listed.stream()
            .filter(v -> v.id().equals(id))
            .findFirst()
            .orElseThrow(
                () -> new InvalidException("volume", "problem.volume-missing", id.toString()));
    return new Found(survey, pool, pool.parse(id), volume);
  }

  /** Path or address, of a volume that need not exist on a pool that need not be usable. */
  String path(VolumeId id, @Nullable String snapshot) throws HostException, InvalidException {
    var answer =
        inquiry.ask(survey -> {
          ConfiguredPool pool = survey.require(id.storage());
          return pool.backend().located(pool.pool(), id.name(), snapshot);
        });
    return Inquiry.required(answer.reading());
  }

  private static Set<ContentType> allowed(ConfiguredPool pool, Set<ContentType> wanted) {
    Set<ContentType> allowed = EnumSet.noneOf(ContentType.class);
    allowed.addAll(wanted);
    allowed.retainAll(pool.pool().contents());
    // Units can be seen even where they are not for guests: other pools stand on them.
    if (pool.pool().type() == StorageType.ISCSI && wanted.contains(ContentType.IMAGES)) {
      allowed.add(ContentType.IMAGES);
    }
    return allowed;
  }
}
