package stowage.volume;

import java.util.Set;
import java.util.regex.Pattern;
import stowage.schema.InvalidException;

/** Which names snapshots of guest volumes may have. */
public final class SnapshotNames {
  private static final Pattern RULE = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{1,39}");

  /** The guest as it is now, and what a backup job makes and removes by itself. */
  private static final Set<String> RESERVED = Set.of("current", "vzdump");

  /** Templates and replication rely on these; they are neither made nor removed by hand. */
  private static final Pattern OF_MACHINES = Pattern.compile("__.+__");

  private SnapshotNames() {}

  public static void checkNew(String name) throws InvalidException {
    if (RESERVED.contains(name) || ofMachines(name)) {
      throw new InvalidException("snapshot", "problem.snapshot-of-system", name);
    }
    if (!RULE.matcher(name).matches()) {
      throw new InvalidException("snapshot", "problem.snapshot-form", name);
    }
  }

  /** {@code __base__}, {@code __migration__}, {@code __replicate_…__}. */
  public static boolean ofMachines(String name) {
    return OF_MACHINES.matcher(name).matches();
  }
}
