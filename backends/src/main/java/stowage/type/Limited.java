package stowage.type;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.schema.Problem;
import stowage.volume.ContentType;
import stowage.volume.Volume;

/** What types have in common that can't do much, or not everywhere. */
final class Limited {
  private Limited() {}

  /** Usable as it is, or not to be made usable from here. */
  static Probe<Change> activation(Probe<PoolStatus> status) {
    return status.then(known -> activation(known));
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
