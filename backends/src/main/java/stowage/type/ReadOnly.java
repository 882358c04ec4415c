package stowage.type;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.schema.Problem;
import stowage.volume.ContentType;
import stowage.volume.Volume;

/** What the types that this version only reads have in common. */
final class ReadOnly {
  private ReadOnly() {}

  /** Pairs of a reason and the features that a type can't have whatever the version. */
  record Never(String reason, Set<Feature> features) {}

  static Map<Feature, String> never(Never... rules) {
    Map<Feature, String> reasons = new EnumMap<>(Feature.class);
    for (Never rule : rules) {
      rule.features().forEach(f -> reasons.put(f, rule.reason()));
    }
    return reasons;
  }

  /** What the type can't do comes before what this version does not do yet. */
  static Support supports(Feature feature, Pool pool, Map<Feature, String> never) {
    if (feature == Feature.SHARED) {
      return pool.shared() ? Support.yes() : Support.no("support.local-disks");
    }
    String reason = never.get(feature);
    return reason == null
        ? Support.no("support.only-read", pool.type().word())
        : Support.no(reason);
  }

  /** Usable as it is, or not to be made usable from here. */
  static Probe<Change> activation(Probe<PoolStatus> status) {
    return Probe.of(
        status.programs(),
        answers ->
            switch (status.read(answers)) {
              case Reading.Failed<PoolStatus>(var reason) -> new Reading.Failed<>(reason);
              case Reading.Known<PoolStatus>(var known) -> activation(known);
            });
  }

  private static Reading<Change> activation(PoolStatus status) {
    Message reason = status.reason();
    return reason == null ? Reading.known(Change.of()) : new Reading.Failed<>(reason);
  }

  static Probe<List<Volume>> nothing() {
    return Probe.constant(Reading.known(List.of()));
  }

  static boolean wantsDisks(Set<ContentType> wanted) {
    return wanted.contains(ContentType.IMAGES) || wanted.contains(ContentType.ROOTDIR);
  }

  /** For types that have no snapshots: the reason that they give everywhere. */
  static void refuseSnapshot(Backend backend, Pool pool, @Nullable String snapshot)
      throws InvalidException {
    if (snapshot != null
        && backend.supports(Feature.SNAPSHOT, pool, null) instanceof Support.No(var reason)) {
      throw new InvalidException(List.of(new Problem("snapshot", reason)));
    }
  }
}
