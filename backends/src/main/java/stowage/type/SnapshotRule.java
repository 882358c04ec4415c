package stowage.type;

import java.util.List;
import stowage.schema.InvalidException;
import stowage.volume.SnapshotNames;

/** Finds the snapshot that is to be gone back to or deleted. */
final class SnapshotRule {
  private SnapshotRule() {}

  /** The snapshot of that name; refuses what templates and replication rely on. */
  static Snapshot find(String name, String volume, List<Snapshot> existing)
      throws InvalidException {
    if (SnapshotNames.ofMachines(name)) {
      throw new InvalidException("snapshot", "problem.snapshot-of-system", name);
    }
    return existing.stream()
        .filter(s -> s.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new InvalidException("snapshot", "problem.snapshot-missing", name, volume));
  }
}
