package stowage.host;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stowage.pbs.server.Group;
import stowage.pbs.server.GroupId;
import stowage.pbs.server.PruneMark;
import stowage.pbs.server.ServerException;
import stowage.pbs.server.Snapshot;
import stowage.pbs.server.SnapshotId;
import stowage.schema.InvalidException;
import stowage.type.Pruning;
import stowage.volume.Retention;

/** Pruning where a backup server decides what stays, guest after guest. */
public final class ServerPruning {
  private final ServerPool at;
  private final Retention retention;
  private final Pruning.Scope scope;

  private ServerPruning(ServerPool at, Retention retention, Pruning.Scope scope) {
    this.at = at;
    this.retention = retention;
    this.scope = scope;
  }

  /**
   * @param retention null for the one that the pool is configured with
   * @throws InvalidException when there is none
   */
  public static ServerPruning of(ServerPool at, @Nullable Retention retention, Pruning.Scope scope)
      throws InvalidException {
    return new ServerPruning(at, Backups.retention(at.pool(), retention), scope);
  }

  /** The guests whose backups are looked at. */
  public List<GroupId> groups() throws ServerException {
    return at.server().groups(at.space()).stream().map(Group::id).filter(this::isInScope).toList();
  }

  /** Whatever else somebody keeps there is not the pool's matter. */
  private boolean isInScope(GroupId group) {
    return group.isGuest()
        && (scope.guest() == null || scope.guest().equals(group.id()))
        && (scope.type() == null || scope.type().equals(guestType(group)));
  }

  /** As Proxmox VE calls it. */
  private static String guestType(GroupId group) {
    return group.type().equals("ct") ? "lxc" : "qemu";
  }

  /** What would become of all of them; nothing is removed. The rules tell why one stays. */
  public Prune preview() throws ServerException {
    Map<SnapshotId, Snapshot> listed = new HashMap<>();
    for (Snapshot backup : at.server().snapshots(at.space())) {
      if (isInScope(backup.id().group())) {
        listed.put(backup.id(), backup);
      }
    }
    Map<String, Retention.Decision> reasons = reasons(listed.values());
    List<Pruning.Marked> marked = new ArrayList<>();
    Set<GroupId> groups = new HashSet<>();
    listed.keySet().forEach(id -> groups.add(id.group()));
    for (GroupId group : groups) {
      for (PruneMark mark : at.server().previewPrune(at.space(), group, retention)) {
        Snapshot backup = listed.get(mark.id());
        if (backup != null) {
          Retention.Decision decision = decision(mark, reasons.get(mark.id().toString()));
          marked.add(new Pruning.Marked(at.volume(backup), guestType(group), group.id(), decision));
        }
      }
    }
    return new Prune(
        marked.stream().sorted(Backups.ORDER).map(one -> new Prune.Item(one, null)).toList());
  }

  /** The server has the last word; a rule is only named when it comes to the same. */
  private static Retention.Decision decision(PruneMark mark, Retention.@Nullable Decision reason) {
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

  private Map<String, Retention.Decision> reasons(Collection<Snapshot> all) {
    return retention.decide(
        all.stream()
            .map(s ->
                new Retention.Backup(
                    s.id().toString(), s.id().group().toString(), s.id().time(), s.isProtected()))
            .toList(),
        // Where the server's days begin is not known.
        ZoneOffset.UTC);
  }

  /** What pruning these guests would remove now. */
  public Set<SnapshotId> doomed(List<GroupId> groups) throws ServerException {
    Set<SnapshotId> doomed = new HashSet<>();
    for (GroupId group : groups) {
      doomed.addAll(going(at.server().previewPrune(at.space(), group, retention)));
    }
    return doomed;
  }

  /**
   * Lets the server remove what is not kept of one guest.
   *
   * @return what went, the oldest first
   * @throws ServerException some of it may be gone even then
   */
  public List<SnapshotId> apply(GroupId group) throws ServerException {
    return going(at.server().prune(at.space(), group, retention));
  }

  private static List<SnapshotId> going(List<PruneMark> marks) {
    return marks.stream()
        .filter(mark -> !mark.keep() && !mark.isProtected())
        .map(PruneMark::id)
        .sorted(Comparator.comparing(SnapshotId::time))
        .toList();
  }
}
