package stowage.host;

import java.util.List;
import stowage.exec.HostException;
import stowage.exec.Plan;
import stowage.exec.Reading;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.type.Change;
import stowage.type.Feature;
import stowage.type.Pool;
import stowage.type.Snapshot;
import stowage.type.Snapshots;
import stowage.volume.Volume;
import stowage.volume.VolumeId;

/**
 * Snapshots of volumes, and plans that make, remove and go back to them. No pool lock is taken for
 * them: the guest's own lock is what keeps two of them apart, as on Proxmox VE.
 */
final class SnapshotPlans {
  private final Inquiry inquiry;

  SnapshotPlans(Inquiry inquiry) {
    this.inquiry = inquiry;
  }

  /** A volume with what is known of its snapshots. */
  private record Marked(Volumes.Found found, Snapshots means, Reading<List<Snapshot>> listed) {
    Pool pool() {
      return found.pool().pool();
    }

    Volume volume() {
      return found.volume();
    }
  }

  Reading<List<Snapshot>> list(VolumeId id) throws HostException, InvalidException {
    return marked(id, Feature.SNAPSHOT).listed();
  }

  Proposal create(VolumeId id, String name) throws HostException, InvalidException {
    Marked marked = marked(id, Feature.SNAPSHOT);
    if (Inquiry.required(marked.listed()).stream().anyMatch(s -> s.name().equals(name))) {
      throw new InvalidException("snapshot", "problem.snapshot-exists", name, id.toString());
    }
    Change change = marked.means().create(marked.pool(), marked.volume(), name);
    return proposal("step.snapshot", id, name, change);
  }

  Proposal rollback(VolumeId id, String name, InUse inUse) throws HostException, InvalidException {
    Marked marked = marked(id, Feature.ROLLBACK);
    Change change =
        marked
            .means()
            .rollback(marked.pool(), marked.volume(), name, Inquiry.required(marked.listed()));
    Uses uses = marked.found().survey().uses();
    List<Guest> users = uses.heard(id, inUse);
    Message said = Message.of("step.rollback", name, id.toString());
    Plan plan = new Plan(said, List.of(), change.guards(), change.steps());
    return new Proposal(plan, null, Findings.onUse(marked.pool(), users, uses), null)
        .losing(id.leaf(), users);
  }

  Proposal delete(VolumeId id, String name) throws HostException, InvalidException {
    Marked marked = marked(id, Feature.SNAPSHOT);
    Change change =
        marked
            .means()
            .delete(marked.pool(), marked.volume(), name, Inquiry.required(marked.listed()));
    return proposal("step.delete-snapshot", id, name, change).losing(name);
  }

  private Marked marked(VolumeId id, Feature feature) throws HostException, InvalidException {
    Volumes.Found found = new Volumes(inquiry).find(id);
    Snapshots means = found.pool().snapshots(feature, found.name());
    return new Marked(found, means, inquiry.ask(means.list(found.pool().pool(), found.volume())));
  }

  private static Proposal proposal(String title, VolumeId id, String name, Change change) {
    Message said = Message.of(title, name, id.toString());
    return new Proposal(
        new Plan(said, List.of(), change.guards(), change.steps()), null, List.of(), null);
  }
}
