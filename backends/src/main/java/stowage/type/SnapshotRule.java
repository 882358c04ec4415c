package stowage.type;

import java.util.List;
import java.util.regex.Pattern;
import stowage.schema.InvalidException;

/** Which names snapshots may have, and which of them are not ours to touch. */
final class SnapshotRule {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]+");
  // The length Proxmox VE allows for a guest's snapshot.
  private static final int MAX_LENGTH = 40;
  // A guest's state as it is now, and the one that a running backup makes and removes by itself.
  private static final List<String> RESERVED = List.of("current", "vzdump");
  private static final Pattern MACHINE = Pattern.compile("__base__|__replicate_.*");

  private SnapshotRule() {}

  /** Checks a name for a new snapshot. */
  static void checkNew(String name) throws InvalidException {
    if (!NAME.matcher(name).matches() || name.length() > MAX_LENGTH) {
      throw new InvalidException("snapshot", "problem.snapshot-name", name, MAX_LENGTH);
    }
    if (RESERVED.contains(name)) {
      throw new InvalidException("snapshot", "problem.snapshot-reserved", name);
    }
  }

  /** The snapshot of that name; refuses what templates and replication rely on. */
  static Snapshot find(String name, String volume, List<Snapshot> existing)
      throws InvalidException {
    if (MACHINE.matcher(name).matches()) {
      throw new InvalidException("snapshot", "problem.snapshot-reserved", name);
    }
    for (Snapshot snapshot : existing) {
      if (snapshot.name().equals(name)) {
        return snapshot;
      }
    }
    throw new InvalidException("snapshot", "problem.snapshot-missing", name, volume);
  }
}
