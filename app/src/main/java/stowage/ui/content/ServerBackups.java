package stowage.ui.content;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import stowage.config.StorageId;
import stowage.host.Prune;
import stowage.host.ServerPool;
import stowage.host.Servers;
import stowage.pbs.server.GroupId;
import stowage.pbs.server.PruneMark;
import stowage.pbs.server.ServerException;
import stowage.pbs.server.Snapshot;
import stowage.pbs.server.SnapshotId;
import stowage.pbs.server.Task;
import stowage.pbs.server.TaskLog;
import stowage.pbs.server.Upid;
import stowage.type.Pruning;
import stowage.volume.ContentType;
import stowage.volume.Retention;
import stowage.volume.Volume;
import stowage.volume.VolumeId;

/** The backups of a pool on a backup server, asked and changed there. Blocks. */
record ServerBackups(Servers servers, StorageId pool) {
  private static final String PREFIX = "backup/";
  private static final int LINES = 1000;
  private static final long PAUSE = 500;

  /** Something asked of the server, or done there. */
  @FunctionalInterface
  interface Work<T> {
    T on(ServerPool at) throws Exception;
  }

  <T> T ask(Work<T> work) throws Exception {
    try (ServerPool at = servers.of(pool)) {
      return work.on(at);
    }
  }

  /** What the server calls it; no other pool has names of this form. */
  static SnapshotId snapshot(Volume backup) {
    String name = backup.id().name();
    return SnapshotId.parse(name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name)
        .orElseThrow(() -> new IllegalArgumentException("no backup of a server: " + name));
  }

  /** The same as the host's list has it. */
  private Volume volume(Snapshot told) {
    SnapshotId id = told.id();
    return new Volume(
        new VolumeId(pool, PREFIX + id),
        ContentType.BACKUP,
        "pbs-" + id.group().type(),
        id.group().id(),
        new Volume.Space(told.size(), null),
        new Volume.Extra(
            null,
            id.time(),
            null,
            told.comment().isEmpty() ? null : told.comment(),
            told.isProtected(),
            told.assurance()));
  }

  /** Asks the server what pruning would do. It tells what stays; the rules tell why. */
  Prune preview(Retention retention, Pruning.Scope scope) throws Exception {
    return ask(at -> {
      List<Snapshot> all =
          at.server().snapshots(at.space()).stream()
              .filter(s -> !s.id().group().type().equals("host"))
              .filter(s -> scope.guest() == null || scope.guest().equals(s.id().group().id()))
              .toList();
      Map<SnapshotId, Volume> volumes =
          all.stream().collect(Collectors.toMap(Snapshot::id, this::volume));
      Map<String, Retention.Decision> reasons = reasons(all, retention);
      Set<GroupId> groups = new LinkedHashSet<>();
      all.forEach(s -> groups.add(s.id().group()));
      List<Prune.Item> items = new ArrayList<>();
      for (GroupId group : groups) {
        for (PruneMark mark : at.server().previewPrune(at.space(), group, retention)) {
          Optional.ofNullable(volumes.get(mark.id()))
              .ifPresent(backup -> items.add(item(mark, backup, reasons)));
        }
      }
      items.sort(
          Comparator.comparing((Prune.Item i) -> String.valueOf(i.marked().guest()))
              .thenComparing(i -> i.marked().backup().id().name()));
      return new Prune(items);
    });
  }

  /** What pruning these groups would remove now. */
  static Set<SnapshotId> doomed(ServerPool at, List<GroupId> groups, Retention retention)
      throws ServerException {
    Set<SnapshotId> doomed = new HashSet<>();
    for (GroupId group : groups) {
      for (PruneMark mark : at.server().previewPrune(at.space(), group, retention)) {
        if (!mark.keep() && !mark.isProtected()) {
          doomed.add(mark.id());
        }
      }
    }
    return doomed;
  }

  private static Prune.Item item(
      PruneMark mark, Volume backup, Map<String, Retention.Decision> reasons) {
    String type = mark.id().group().type().equals("ct") ? "lxc" : "qemu";
    Retention.Decision decision = decision(mark, reasons.get(mark.id().toString()));
    return new Prune.Item(new Pruning.Marked(backup, type, mark.id().group().id(), decision), null);
  }

  /** The server has the last word; a rule is only named when it comes to the same. */
  private static Retention.Decision decision(
      PruneMark mark, Retention.@org.jspecify.annotations.Nullable Decision reason) {
    if (mark.isProtected()) {
      return new Retention.Decision(Retention.Mark.PROTECTED, null, 0);
    }
    if (!mark.keep()) {
      return new Retention.Decision(Retention.Mark.REMOVE, null, 0);
    }
    return reason != null && reason.mark() == Retention.Mark.KEEP
        ? reason
        : new Retention.Decision(Retention.Mark.KEEP, null, 0);
  }

  private static Map<String, Retention.Decision> reasons(List<Snapshot> all, Retention retention) {
    return retention.decide(
        all.stream()
            .map(s ->
                new Retention.Backup(
                    s.id().toString(), s.id().group().toString(), s.id().time(), s.isProtected()))
            .toList(),
        // Where the server's days begin is not known.
        ZoneOffset.UTC);
  }

  /**
   * Reads a backup again and waits for the end.
   *
   * @param log takes the lines of the server's own log
   * @return whether all of it is as it should be
   */
  static boolean verify(ServerPool at, SnapshotId backup, Consumer<String> log)
      throws ServerException {
    Upid task = at.server().verify(at.space(), backup);
    long told = 0;
    while (true) {
      Task.State state = at.server().state(task);
      TaskLog part = at.server().log(task, told, LINES);
      part.lines().forEach(log);
      told += part.lines().size();
      if (state.over() && told >= part.total()) {
        return state.kind() == Task.Kind.OK;
      }
      if (!state.over()) {
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException _) {
      // The next question finds the interruption and says so.
      Thread.currentThread().interrupt();
    }
  }
}
