package stowage.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import stowage.config.StorageType;
import stowage.disk.Disk;
import stowage.disk.Disks;
import stowage.disk.Removal;
import stowage.disk.Removals;
import stowage.disk.Standing;
import stowage.exec.Guard;
import stowage.exec.HostException;
import stowage.exec.Plan;
import stowage.exec.Probe;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.schema.Properties;
import stowage.tool.Mounts;
import stowage.type.Pool;

/**
 * Plans that take away what was made of disks, under the same lock. A pool of the configuration
 * that is still on it has to be removed before, by itself: who removes a pool learns what becomes
 * of it on the other nodes, and nobody makes volumes there any more.
 */
final class RemovalPlans {
  /** Without these the host would not be what it is. */
  private static final Set<String> SYSTEM =
      Set.of("/", "/boot", "/etc", "/home", "/root", "/usr", "/var");

  private final Inquiry inquiry;

  RemovalPlans(Inquiry inquiry) {
    this.inquiry = inquiry;
  }

  private record Seen(Standing standing, List<Disk> disks) {}

  Proposal plan(Removal removal) throws HostException, InvalidException {
    Inquiry.Answer<Seen> answer = inquiry.ask(_ -> probe(removal));
    Survey survey = answer.survey();
    Seen seen = Inquiry.required(answer.reading());
    if (seen.standing().problems().isEmpty()) {
      requireFree(removal, survey);
    }
    Removals.Planned planned = Removals.plan(removal, seen.standing(), seen.disks());
    List<Guard> guards = new ArrayList<>(planned.change().guards());
    // A pool that is added meanwhile may be on it.
    guards.add(new ConfigWrite(survey, survey.config()).guard());
    Plan plan = new Plan(title(removal), List.of(DiskPlans.LOCK), guards, planned.change().steps());
    Proposal proposal =
        new Proposal(
            plan, null, findings(removal, seen.standing(), planned, survey), removal.name());
    return removal.destroys() ? proposal.losing(removal.name()) : proposal;
  }

  private static Probe<Seen> probe(Removal removal) throws InvalidException {
    return Removals.probe(removal)
        .and(
            Disks.probe(), (standing, disks) -> standing.then(s -> disks.map(d -> new Seen(s, d))));
  }

  private static void requireFree(Removal removal, Survey survey) throws InvalidException {
    for (Mounts.Mount mount : mounts(removal, survey)) {
      if (SYSTEM.contains(mount.target())) {
        throw new InvalidException(
            "name", "problem.removal-system", removal.name(), mount.target());
      }
    }
    List<String> users =
        survey.pools().known().stream()
            .filter(pool -> survey.obstacle(pool).isEmpty() && isOn(removal, pool, survey))
            .map(pool -> pool.id().text())
            .toList();
    if (!users.isEmpty()) {
      throw new InvalidException(
          "name", "problem.removal-pool", removal.name(), String.join(", ", users));
    }
  }

  /** What ZFS has mounted of the pool; nothing is mounted of what else could be removed. */
  private static List<Mounts.Mount> mounts(Removal removal, Survey survey) {
    return removal instanceof Removal.Zpool(var name, _)
        ? survey.mounts().all().stream()
            .filter(m -> m.type().equals("zfs") && within(m.source(), name))
            .toList()
        : List.of();
  }

  private static boolean isOn(Removal removal, Pool pool, Survey survey) {
    String path = pool.get(Properties.PATH).orElse("");
    return switch (removal) {
      case Removal.VolumeGroup(var name, _) -> group(pool).equals(name);
      case Removal.ThinPool thin ->
          group(pool).equals(thin.group())
              && (thin.wipes() || pool.get(Properties.THINPOOL).orElse("").equals(thin.pool()));
      case Removal.Zpool(var name, _) -> {
        boolean mounted =
            !path.isEmpty()
                && mounts(removal, survey).stream()
                    .anyMatch(m -> m.target().equals(survey.mountPointAbove(path)));
        yield mounted
            || (pool.type() == StorageType.ZFSPOOL
                && within(pool.get(Properties.POOL).orElse(""), name));
      }
      case Removal.Directory directory -> within(path, directory.path());
    };
  }

  private static String group(Pool pool) {
    return pool.get(Properties.VGNAME).orElse("");
  }

  private static boolean within(String name, String whole) {
    return name.equals(whole) || name.startsWith(whole + "/");
  }

  private static List<Message> findings(
      Removal removal, Standing standing, Removals.Planned planned, Survey survey) {
    List<Message> findings = new ArrayList<>(standing.losses());
    survey.pools().known().stream()
        .filter(pool -> pool.disabled() && pool.usableOn(survey.node()))
        .filter(pool -> isOn(removal, pool, survey))
        .forEach(pool -> findings.add(Message.of("finding.removal-pool", pool.id().text())));
    if (removal.wipes()) {
      findings.add(DiskPlans.listed("finding.removal-disks", planned.described()));
    } else if (removal.destroys() && !planned.disks().isEmpty()) {
      findings.add(DiskPlans.listed("finding.removal-marked", planned.described()));
    }
    return findings;
  }

  private static Message title(Removal removal) {
    return switch (removal) {
      case Removal.VolumeGroup group -> Message.of("step.removal-vg", group.name());
      case Removal.ThinPool thin -> Message.of("step.removal-thinpool", thin.name());
      case Removal.Zpool zpool -> Message.of("step.removal-zpool", zpool.name());
      case Removal.Directory directory -> Message.of("step.removal-directory", directory.path());
    };
  }
}
