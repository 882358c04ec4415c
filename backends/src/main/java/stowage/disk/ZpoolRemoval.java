package stowage.disk;

import static stowage.disk.DiskSetup.change;
import static stowage.disk.DiskSetup.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.Problem;
import stowage.tool.Answers;
import stowage.tool.Zfs;
import stowage.tool.ZfsReport;
import stowage.type.Change;
import stowage.volume.Size;

/** A ZFS pool on which no guest has a volume. */
final class ZpoolRemoval {
  private static final Pattern GUESTS =
      Pattern.compile("(?:.*/)?(?:vm|base|subvol|basevol)-\\d+-[^/]+(?:/.*)?");
  private static final String NO_POOL = "no such pool";
  private static final String WANTED = "/etc/systemd/system/zfs-import.target.wants/";

  private ZpoolRemoval() {}

  static Probe<Standing> of(Removal.Zpool removal) {
    String name = removal.name();
    String boot = importUnit(name);
    Exec identity = ZfsReport.identity(name);
    Exec below = ZfsReport.below(name);
    Exec use = ZfsReport.properties(name, List.of("used", "available"));
    Exec booted = Exec.reads("/usr/bin/test", "-h", WANTED + boot);
    return Probe.of(
        List.of(identity, below, use, booted, Disks.ZPOOLS),
        answers -> {
          Result told = answers.get(0);
          if (told.status() != 0 && told.errorText().contains(NO_POOL)) {
            return Reading.known(Standing.missing(name));
          }
          if (!told.ok()) {
            return Answers.failed(identity, told);
          }
          Reading<ZfsReport.Use> used =
              ZfsReport.properties(use, answers.get(2)).then(p -> ZfsReport.use(use, p));
          return ZfsReport.below(below, answers.get(1))
              .then(all -> {
                List<String> datasets = all.stream().map(ZfsReport.Below::name).toList();
                List<Step> steps = new ArrayList<>(unmounting(all));
                steps.addAll(steps(name, answers.get(3).ok() ? boot : ""));
                List<Guard> guards =
                    List.of(
                        Standing.same(name, identity, told),
                        Standing.same(name, below, answers.get(1)));
                return used.map(u ->
                    new Standing(
                        devices(name, answers.get(4)),
                        occupied(name, datasets),
                        losses(name, datasets, u),
                        new Change(guards, steps)));
              });
        });
  }

  /** As Proxmox VE names what imports one pool at every boot. */
  static String importUnit(String zpool) {
    return "zfs-import@" + DirectorySteps.escaped(zpool) + ".service";
  }

  private static List<String> devices(String name, Result zpools) {
    return Disks.members(zpools).entrySet().stream()
        .filter(e -> e.getValue().equals(name))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private static List<Problem> occupied(String name, List<String> datasets) {
    List<String> guests =
        datasets.stream().filter(d -> GUESTS.matcher(d).matches()).sorted().toList();
    return guests.isEmpty()
        ? List.of()
        : List.of(Problem.of("name", "problem.removal-holds", name, Standing.some(guests)));
  }

  private static List<Message> losses(String name, List<String> datasets, ZfsReport.Use use) {
    List<Message> losses = new ArrayList<>();
    losses.add(Message.of("finding.removal-zpool", name, new Size(use.used())));
    List<String> further = datasets.stream().filter(d -> !d.equals(name)).sorted().toList();
    if (!further.isEmpty()) {
      losses.add(Message.of("finding.removal-datasets", further.size(), Standing.some(further)));
    }
    return losses;
  }

  /**
   * The innermost first, as they are listed. To destroy the pool would do the same, but where it
   * stops at a file system that somebody uses, the others would stay unmounted.
   */
  private static List<Step> unmounting(List<ZfsReport.Below> all) {
    return all.stream()
        .filter(ZfsReport.Below::mounted)
        .map(ZfsReport.Below::name)
        .map(dataset ->
            step("disk-unmount", dataset, Zfs.unmount(dataset)).undoneBy(Zfs.mount(dataset)))
        .toList();
  }

  /** Destroyed first: what can't be destroyed, as somebody uses it, is imported as before. */
  private static List<Step> steps(String name, String boot) {
    List<Step> steps = new ArrayList<>();
    steps.add(
        step("disk-zpool-destroy", name, change(Zfs.ZPOOL.program(), "destroy", name))
            .irreversible());
    if (!boot.isEmpty()) {
      steps.add(
          step("disk-zpool-unboot", name, change("/usr/bin/systemctl", "disable", boot))
              .forgiving(Step.Leniency.OPTIONAL));
    }
    return steps;
  }
}
