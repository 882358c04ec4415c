package stowage.host;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stowage.exec.HostException;
import stowage.exec.Plan;
import stowage.exec.Reading;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.type.Change;
import stowage.type.Cloning;
import stowage.type.Feature;
import stowage.type.Naming;
import stowage.type.Pool;
import stowage.type.Provisioning;
import stowage.type.Renaming;
import stowage.type.Snapshot;
import stowage.type.Snapshots;
import stowage.type.Support;
import stowage.volume.VolumeId;
import stowage.volume.VolumeName;

/** Plans that turn volumes into templates, clone them, and give them other names. */
final class ClonePlans {
  private final Inquiry inquiry;

  ClonePlans(Inquiry inquiry) {
    this.inquiry = inquiry;
  }

  /** A volume on its pool, and what else is there. */
  private record Sight(Volumes.Found found, Stock stock) {
    ConfiguredPool pool() {
      return found.pool();
    }

    /** A plan under the pool's lock that begins with what makes the pool usable. */
    Plan plan(Message title, Change change) throws HostException, InvalidException {
      Survey survey = found.survey();
      Change whole = VolumePlans.joined(stock.activation().required(survey), change);
      return new Plan(
          title, List.of(survey.storageLock(pool().pool())), whole.guards(), whole.steps());
    }
  }

  Proposal template(VolumeId id, InUse inUse) throws HostException, InvalidException {
    Sight sight = sight(id);
    Cloning means = sight.pool().cloning(Feature.TEMPLATE, sight.found().name());
    Dependents.refuse(sight.found(), sight.stock().taken());
    Uses uses = sight.found().survey().uses();
    List<Guest> users = uses.heard(id, inUse);
    Provisioning.Allocation made =
        means.template(
            sight.pool().pool(),
            sight.found().volume(),
            snapshots(sight.found()),
            sight.stock().taken());
    Plan plan = sight.plan(Message.of("step.template", id.toString()), made.change());
    return renamed(sight, plan, made, users, uses);
  }

  Proposal rename(VolumeId id, Naming wanted, InUse inUse) throws HostException, InvalidException {
    VolumePlans.requireNaming(wanted);
    Sight sight = sight(id);
    Renaming means = sight.pool().renaming(sight.found().name());
    Dependents.refuse(sight.found(), sight.stock().taken());
    Uses uses = sight.found().survey().uses();
    List<Guest> users = uses.heard(id, inUse);
    Provisioning.Allocation made =
        means.rename(
            sight.pool().pool(),
            sight.found().volume(),
            wanted,
            snapshots(sight.found()),
            sight.stock().taken());
    Plan plan =
        sight.plan(Message.of("step.rename", id.toString(), made.made().toString()), made.change());
    return renamed(sight, plan, made, users, uses);
  }

  Proposal clone(VolumeId id, @Nullable String snapshot, Naming wanted)
      throws HostException, InvalidException {
    VolumePlans.requireNaming(wanted);
    Sight sight = sight(id);
    Volumes.Found found = sight.found();
    found.pool().require(Feature.LINKED_CLONE, found.name(), snapshot);
    Cloning means = found.pool().backend().cloning().orElseThrow();
    if (snapshot != null) {
      requireSnapshot(found, snapshot);
    }
    Provisioning.Allocation made =
        means.clone(sight.pool().pool(), found.volume(), snapshot, wanted, sight.stock().taken());
    Plan plan =
        sight.plan(Message.of("step.clone", id.toString(), made.made().toString()), made.change());
    return new Proposal(
        plan, null, Findings.onAllocate(wanted.owner(), found.survey()), made.made().toString());
  }

  /** The name that guests know is gone afterwards. */
  private static Proposal renamed(
      Sight sight, Plan plan, Provisioning.Allocation made, List<Guest> users, Uses uses) {
    Pool pool = sight.pool().pool();
    return new Proposal(plan, null, Findings.onUse(pool, users, uses), made.made().toString())
        .losing(sight.found().volume().id().leaf(), users);
  }

  private Sight sight(VolumeId id) throws HostException, InvalidException {
    var answer =
        inquiry.ask(survey -> {
          ConfiguredPool pool = survey.requireUsable(id.storage());
          VolumeName name = pool.parse(id);
          return Stock.of(pool, pool.backend().list(pool.pool(), Set.of(name.content())));
        });
    Stock stock = Inquiry.required(answer.reading());
    return new Sight(Volumes.find(answer.survey(), stock.pool(), id, stock.volumes()), stock);
  }

  void requireSnapshot(Volumes.Found found, String name) throws HostException, InvalidException {
    if (snapshots(found).stream().noneMatch(s -> s.name().equals(name))) {
      throw new InvalidException(
          "snapshot", "problem.snapshot-missing", name, found.volume().id().toString());
    }
  }

  /** None where the volume can't have any. */
  private List<Snapshot> snapshots(Volumes.Found found) throws HostException {
    ConfiguredPool pool = found.pool();
    Snapshots means = pool.backend().snapshots().orElse(null);
    boolean possible =
        pool.backend().supports(Feature.SNAPSHOT, pool.pool(), found.name()) instanceof Support.Yes;
    if (means == null || !possible) {
      return List.of();
    }
    Reading<List<Snapshot>> listed = inquiry.ask(means.list(pool.pool(), found.volume()));
    return Inquiry.required(listed);
  }
}
