package stowage.demo.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stowage.pbs.server.GroupId;
import stowage.pbs.server.SnapshotId;
import stowage.pbs.server.Space;

/**
 * The datastores of the stand-in with all that lies there, perhaps kept in a file. Its lock is its
 * monitor.
 */
public final class Holdings {
  private static final Comparator<SnapshotId> ORDER =
      Comparator.comparing((SnapshotId id) -> id.group().toString())
          .thenComparing(SnapshotId::time);

  private final long size;
  private final @Nullable Path file;
  private final Map<String, Map<String, Map<SnapshotId, Backup>>> datastores =
      new LinkedHashMap<>();

  /**
   * @param size of each datastore, in bytes
   */
  public Holdings(long size) {
    this(size, null);
  }

  private Holdings(long size, @Nullable Path file) {
    this.size = size;
    this.file = file;
  }

  /** With what the file holds, if there is one; {@link #save} writes it. */
  static Holdings kept(long size, Path file) throws IOException {
    Holdings holdings = new Holdings(size, file);
    if (Files.exists(file)) {
      for (KeptBackup backup : KeptBackup.read(file)) {
        Space space = new Space(backup.datastore(), backup.namespace());
        holdings.make(space);
        holdings.add(space, backup.open());
      }
    }
    return holdings;
  }

  synchronized void save() throws IOException {
    if (file == null) {
      return;
    }
    List<KeptBackup> all = new ArrayList<>();
    datastores.forEach((store, namespaces) ->
        namespaces.forEach((namespace, backups) ->
            backups.values().forEach(b -> all.add(KeptBackup.of(store, namespace, b)))));
    KeptBackup.write(all, file);
  }

  /** What {@code GET status} answers. */
  public synchronized Map<String, Object> usage(String datastore) {
    long used =
        datastores.getOrDefault(datastore, Map.of()).values().stream()
            .flatMap(backups -> backups.values().stream())
            .mapToLong(Backup::size)
            .sum();
    // What is the same is stored once.
    used /= 10;
    return Map.of("total", size, "used", used, "avail", size - used);
  }

  /** The rows of {@code GET snapshots} for somebody who sees all. */
  public synchronized List<Map<String, Object>> rows(Space space) {
    return backups(space).stream().map(Rows::snapshot).toList();
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
    put(space, id, owner, notes, disk, Crypt.NONE);
  }

  /** The same, with its content kept from other eyes. */
  public synchronized void put(
      Space space, SnapshotId id, String owner, String notes, long disk, Crypt crypt) {
    make(space);
    Map<String, Backup.Stored> files = Parts.of(id, notes, disk, crypt);
    add(space, new Backup(id, owner, files, Blobs.seal(id, files, crypt), notes));
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

  /** Changes a byte of its configuration; the next verification of this backup fails. */
  public synchronized void damage(Space space, SnapshotId id) {
    find(space, id)
        .ifPresent(backup -> {
          backup.damaged = true;
          backup.files.values().stream()
              .flatMap(f -> Stream.ofNullable(f.content()))
              .findFirst()
              .ifPresent(content -> content[content.length - 1] ^= 1);
        });
  }

  synchronized void verified(Space space, SnapshotId id, String task) {
    find(space, id).ifPresent(b -> b.verification = new Backup.Verification(!b.damaged, task));
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
