package stowage.demo.backup;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import stowage.pbs.server.GroupId;
import stowage.pbs.server.SnapshotId;
import stowage.pbs.server.Space;

/** The datastores of the stand-in with all that lies there. Its lock is its monitor. */
public final class Holdings {
  private static final Comparator<SnapshotId> ORDER =
      Comparator.comparing((SnapshotId id) -> id.group().toString())
          .thenComparing(SnapshotId::time);

  private final long size;
  private final Map<String, Map<String, Map<SnapshotId, Backup>>> datastores =
      new LinkedHashMap<>();

  /**
   * @param size of each datastore, in bytes
   */
  public Holdings(long size) {
    this.size = size;
  }

  long size() {
    return size;
  }

  /** Makes the namespace, and the datastore that it is in, unless they are there. */
  public synchronized void make(Space space) {
    Map<String, Map<SnapshotId, Backup>> namespaces =
        datastores.computeIfAbsent(space.datastore(), _ -> new TreeMap<>());
    namespaces.computeIfAbsent("", _ -> new TreeMap<>(ORDER));
    StringBuilder path = new StringBuilder();
    for (String part : space.namespace().split("/")) {
      path.append(path.isEmpty() ? "" : "/").append(part);
      namespaces.computeIfAbsent(path.toString(), _ -> new TreeMap<>(ORDER));
    }
  }

  /**
   * Puts a guest's backup there, made of its configuration and one disk.
   *
   * @param disk size of the disk in bytes
   */
  public synchronized void put(Space space, SnapshotId id, String owner, String notes, long disk) {
    make(space);
    add(space, new Backup(id, owner, Parts.of(id, notes, disk), notes));
  }

  private void add(Space space, Backup backup) {
    Map<String, Map<SnapshotId, Backup>> namespaces = datastores.get(space.datastore());
    if (namespaces != null) {
      namespaces.getOrDefault(space.namespace(), new TreeMap<>(ORDER)).put(backup.id, backup);
    }
  }

  public synchronized void protect(Space space, SnapshotId id, boolean on) {
    find(space, id).ifPresent(backup -> backup.isProtected = on);
  }

  /** Makes the next verification of this backup fail. */
  public synchronized void damage(Space space, SnapshotId id) {
    find(space, id).ifPresent(backup -> backup.damaged = true);
  }

  synchronized List<String> datastores() {
    return List.copyOf(datastores.keySet());
  }

  /** Empty when there is no such datastore. */
  synchronized Optional<List<String>> namespaces(String datastore) {
    return Optional.ofNullable(datastores.get(datastore)).map(n -> List.copyOf(n.keySet()));
  }

  /** By group, then the oldest first. */
  synchronized List<Backup> backups(Space space) {
    Map<String, Map<SnapshotId, Backup>> namespaces =
        datastores.getOrDefault(space.datastore(), Map.of());
    return new ArrayList<>(namespaces.getOrDefault(space.namespace(), Map.of()).values());
  }

  synchronized List<Backup> backups(Space space, GroupId group) {
    return backups(space).stream().filter(b -> b.id.group().equals(group)).toList();
  }

  synchronized Optional<Backup> find(Space space, SnapshotId id) {
    return backups(space).stream().filter(b -> b.id.equals(id)).findFirst();
  }

  synchronized void remove(Space space, SnapshotId id) {
    Map<String, Map<SnapshotId, Backup>> namespaces = datastores.get(space.datastore());
    if (namespaces != null) {
      namespaces.getOrDefault(space.namespace(), new TreeMap<>(ORDER)).remove(id);
    }
  }
}
