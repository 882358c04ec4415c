package stowage.pbs.server;

/** What pruning does with a backup; a protected one is always kept. */
public record PruneMark(SnapshotId id, boolean keep, boolean isProtected) {}
