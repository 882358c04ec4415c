package stowage.type;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import stowage.schema.InvalidException;

/** Which names snapshots of guest volumes may have, and which of them is meant. */
final class SnapshotNames {
  private static final Pattern RULE = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{1,39}");

  /** The guest as it is now, and what a backup job makes and removes by itself. */
  private static final Set<String> RESERVED = Set.of("current", "vzdump");

  /** Templates and replication rely on these; they are neither made nor removed by hand. */
  private static final Pattern OF_MACHINES = Pattern.compile("__.+__");

  private SnapshotNames() {}

  static void checkNew(String name) throws InvalidException {
    if (RESERVED.contains(name) || ofMachines(name)) {
      throw new InvalidException("snapshot", "problem.snapshot-of-system", name);
    }
    if (!RULE.matcher(name).matches()) {
      throw new InvalidException("snapshot", "problem.snapshot-form", name);
    }
  }

  /** The snapshot of that name; refuses what templates and replication rely on. */
  static Snapshot find(String name, String volume, List<Snapshot> existing)
      throws InvalidException {
    if (ofMachines(name)) {
      throw new InvalidException("snapshot", "problem.snapshot-of-system", name);
    }
    return existing.stream()
        .filter(s -> s.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new InvalidException("snapshot", "problem.snapshot-missing", name, volume));
  }

  /** {@code __base__}, {@code __migration__}, {@code __replicate_…__}. */
  static boolean ofMachines(String name) {
    return OF_MACHINES.matcher(name).matches();
  }
}
