package stowage.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stowage.config.StorageId;
import stowage.config.StorageType;
import stowage.exec.HostException;
import stowage.exec.Lock;
import stowage.exec.Plan;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.schema.Problem;
import stowage.tool.HostTool;
import stowage.type.Change;
import stowage.type.Feature;
import stowage.type.Naming;
import stowage.type.Pool;
import stowage.type.Provisioning;
import stowage.volume.ContentType;
import stowage.volume.Size;
import stowage.volume.VolumeId;

/** Plans that make, remove and grow volumes. */
final class VolumePlans {
  private static final int FIRST_GUEST = 100;
  private static final int LAST_GUEST = 999_999_999;

  /** How Proxmox VE names a guest's volumes; a name like that says whose it is. */
  private static final Pattern GUEST_NAME =
      Pattern.compile("(?:vm|base|subvol|basevol)-([0-9]+)-.*");

  private final Inquiry inquiry;

  VolumePlans(Inquiry inquiry) {
    this.inquiry = inquiry;
  }

  Proposal activate(StorageId id) throws HostException, InvalidException {
    var answer = inquiry.ask(survey -> Activation.probe(survey.requireUsable(id)));
    Change change = Inquiry.required(answer.reading()).required(answer.survey());
    Plan plan = plan(Message.of("step.activate", id.text()), List.of(), change);
    return new Proposal(plan, null, List.of(), null);
  }

  /** The pool may be disabled, or for other nodes: what it has left here can go all the same. */
  Proposal deactivate(StorageId id) throws HostException, InvalidException {
    var answer =
        inquiry.ask(survey -> {
          ConfiguredPool pool = survey.require(id);
          return pool.backend().deactivation(pool.pool());
        });
    Change change = Inquiry.required(answer.reading());
    Plan plan = plan(Message.of("step.deactivate", id.text()), List.of(), change);
    return new Proposal(plan, null, List.of(), null);
  }

  Proposal allocate(StorageId id, Provisioning.Order order) throws HostException, InvalidException {
    requireNaming(new Naming(order.owner(), order.name()));
    var answer =
        inquiry.ask(survey -> {
          ConfiguredPool pool = survey.requireUsable(id);
          pool.require(Feature.ALLOCATE, null);
          return Stock.of(pool, pool.backend().taken(pool.pool()));
        });
    Survey survey = answer.survey();
    Stock stock = Inquiry.required(answer.reading());
    ConfiguredPool pool = stock.pool();
    Change activation = stock.activation().required(survey);
    Provisioning.Allocation allocation =
        pool.provisioning(Feature.ALLOCATE, null).allocate(pool.pool(), order, stock.taken());
    String made = allocation.made().toString();
    Plan plan =
        plan(
            Message.of("step.allocate", made),
            List.of(survey.storageLock(pool.pool())),
            joined(activation, allocation.change()));
    return new Proposal(plan, null, Findings.onAllocate(order.owner(), survey), made);
  }

  Proposal free(VolumeId id, InUse inUse) throws HostException, InvalidException {
    var answer =
        inquiry.ask(survey -> {
          ConfiguredPool pool = survey.requireUsable(id.storage());
          Set<ContentType> kind = Set.of(pool.parse(id).content());
          return Stock.of(pool, pool.backend().list(pool.pool(), kind));
        });
    Survey survey = answer.survey();
    Stock stock = Inquiry.required(answer.reading());
    Volumes.Found found = Volumes.find(survey, stock.pool(), id, stock.volumes());
    ConfiguredPool pool = found.pool();
    Provisioning provisioning = pool.provisioning(Feature.FREE, found.name());
    Dependents.refuse(found, stock.taken());
    Uses uses = survey.uses();
    List<Guest> users = uses.heard(id, inUse);
    Change activation = stock.activation().required(survey);
    Change change = provisioning.free(pool.pool(), found.volume(), stock.taken());
    requireTools(pool, survey, change);
    Plan plan =
        plan(
            Message.of("step.free", id.toString()),
            List.of(survey.storageLock(pool.pool())),
            joined(activation, change));
    return new Proposal(plan, null, Findings.onUse(pool.pool(), users, uses), null)
        .losing(id.leaf(), users);
  }

  Proposal resize(VolumeId id, Size size) throws HostException, InvalidException {
    Volumes.Found found = new Volumes(inquiry).find(id);
    Pool pool = found.pool().pool();
    Change change =
        found.pool().provisioning(Feature.RESIZE, found.name()).resize(pool, found.volume(), size);
    // Extents of a volume group are handed out under the pool's lock; a file grows by itself.
    boolean inGroup = pool.type() == StorageType.LVM || pool.type() == StorageType.LVMTHIN;
    List<Lock> locks = inGroup ? List.of(found.survey().storageLock(pool)) : List.of();
    Plan plan = plan(Message.of("step.resize", id.toString()), locks, change);
    return new Proposal(plan, null, List.of(), null);
  }

  /** Who it belongs to is said by number and name alike; both must agree. */
  static void requireNaming(Naming wanted) throws InvalidException {
    List<Problem> problems = new ArrayList<>();
    if (wanted.owner() < FIRST_GUEST || wanted.owner() > LAST_GUEST) {
      problems.add(Problem.of("vmid", "problem.guest-id", wanted.owner(), FIRST_GUEST, LAST_GUEST));
    }
    String name = wanted.name();
    if (name != null) {
      Matcher guest = GUEST_NAME.matcher(name);
      if (guest.matches() && !guest.group(1).equals(String.valueOf(wanted.owner()))) {
        problems.add(
            Problem.of("filename", "problem.other-guest", name, guest.group(1), wanted.owner()));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidException(problems);
    }
  }

  /** What the change runs must be there, or it would stop halfway. */
  private static void requireTools(ConfiguredPool pool, Survey survey, Change change)
      throws InvalidException {
    Set<String> programs =
        Stream.of(change.steps(), change.later().unlocked(), change.later().locked())
            .flatMap(List::stream)
            .map(step -> step.command().argv().getFirst())
            .collect(Collectors.toSet());
    for (HostTool tool : pool.backend().tools()) {
      if (programs.contains(tool.program()) && !survey.tools().getOrDefault(tool, false)) {
        throw new InvalidException(
            "type", "problem.tool-missing", tool.program(), tool.debianPackage());
      }
    }
  }

  static Change joined(Change first, Change second) {
    return first.then(second);
  }

  static Plan plan(Message title, List<Lock> locks, Change change) {
    List<Step> steps = new ArrayList<>(change.steps());
    steps.addAll(change.later().unlocked());
    change.later().locked().forEach(step -> steps.addAll(Relocked.steps(locks, step)));
    boolean early = !change.later().equals(Change.Later.NONE);
    return new Plan(
        title, locks, change.guards(), steps, early ? change.steps().size() : steps.size());
  }
}
