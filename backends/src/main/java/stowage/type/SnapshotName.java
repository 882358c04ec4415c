package stowage.type;

import java.util.List;
import java.util.regex.Pattern;
import stowage.schema.InvalidException;

/** Names that guests' snapshots may have, whatever the pool type. */
final class SnapshotName {
  private static final Pattern RULE = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{1,39}");

  /** The live state of a guest in lists of snapshots; never a snapshot. */
  private static final String LIVE = "current";

  private SnapshotName() {}

  static void checkNew(String name) throws InvalidException {
    if (!RULE.matcher(name).matches() || name.equals(LIVE)) {
      throw new InvalidException("snapshot", "problem.snapshot-name", name);
    }
  }

  static void checkKnown(String name, List<Snapshot> existing) throws InvalidException {
    if (existing.stream().noneMatch(s -> s.name().equals(name))) {
      throw new InvalidException("snapshot", "problem.snapshot-missing", name);
    }
  }
}
