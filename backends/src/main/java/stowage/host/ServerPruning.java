package stowage.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageType;
import stowage.pbs.server.Group;
import stowage.pbs.server.GroupId;
import stowage.pbs.server.PruneMark;
import stowage.pbs.server.ServerException;
import stowage.schema.InvalidException;
import stowage.type.Pruning;
import stowage.volume.ContentType;
import stowage.volume.Retention;
import stowage.volume.Volume;
import stowage.volume.VolumeId;
import stowage.volume.VolumeNames;

/** Pruning where a backup server decides what stays: guest after guest, in its own time zone. */
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
    return at.server().groups(at.space()).stream()
        .map(Group::id)
        .filter(group -> guestType(group).filter(this::wanted).isPresent())
        .filter(group -> scope.guest() == null || scope.guest().equals(group.id()))
        // Only guests have numbers; whatever else somebody keeps there is not the pool's matter.
        .filter(group -> group.id().chars().allMatch(c -> c >= '0' && c <= '9'))
        .toList();
  }

  private boolean wanted(String type) {
    return scope.type() == null || scope.type().equals(type);
  }

  /** As Proxmox VE calls it; empty for what is no guest's. */
  private static Optional<String> guestType(GroupId group) {
    return switch (group.type()) {
      case "vm" -> Optional.of("qemu");
      case "ct" -> Optional.of("lxc");
      default -> Optional.empty();
    };
  }

  /** What would become of all of them; nothing is removed. */
  public Prune preview() throws ServerException {
    List<Pruning.Marked> marked = new ArrayList<>();
    for (GroupId group : groups()) {
      marked.addAll(marked(group, at.server().previewPrune(at.space(), group, retention)));
    }
    return new Prune(
        marked.stream().sorted(Backups.ORDER).map(one -> new Prune.Item(one, null)).toList());
  }

  /**
   * Lets the server remove what is not kept of one guest.
   *
   * @throws ServerException some of it may be gone even then
   */
  public List<Pruning.Marked> apply(GroupId group) throws ServerException {
    return marked(group, at.server().prune(at.space(), group, retention)).stream()
        .sorted(Backups.ORDER)
        .toList();
  }

  private List<Pruning.Marked> marked(GroupId group, List<PruneMark> marks) {
    String type = guestType(group).orElseThrow();
    return marks.stream().flatMap(mark -> marked(type, mark).stream()).toList();
  }

  private Optional<Pruning.Marked> marked(String type, PruneMark mark) {
    String name = "backup/" + mark.id();
    return VolumeNames.read(StorageType.PBS, name)
        .filter(read -> read.owner() != null)
        .map(read ->
            new Pruning.Marked(
                new Volume(
                    new VolumeId(at.pool().id(), name),
                    ContentType.BACKUP,
                    read.format(),
                    read.owner(),
                    new Volume.Space(null, null),
                    new Volume.Extra(null, mark.id().time(), null, null, mark.isProtected())),
                type,
                read.owner(),
                new Retention.Decision(decision(mark), null, 0)));
  }

  private static Retention.Mark decision(PruneMark mark) {
    if (mark.isProtected()) {
      return Retention.Mark.PROTECTED;
    }
    return mark.keep() ? Retention.Mark.KEEP : Retention.Mark.REMOVE;
  }
}
