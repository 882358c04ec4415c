package stowage.disk;

import static stowage.disk.DiskSetup.change;
import static stowage.disk.DiskSetup.step;

import java.util.ArrayList;
import java.util.List;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.Problem;
import stowage.tool.Lvm;
import stowage.tool.LvmReport;
import stowage.type.Change;

/** Volume groups and thin pools, as long as there is nothing in them. */
final class LvmRemoval {
  private LvmRemoval() {}

  /**
   * A volume group.
   *
   * @param devices empty when there is none of that name
   */
  private record Seen(
      List<String> devices, List<LvmReport.LogicalVolume> volumes, List<Guard> guards) {}

  static Probe<Standing> of(Removal.VolumeGroup removal) {
    String name = removal.name();
    return seen(name, name)
        .map(seen ->
            seen.devices().isEmpty()
                ? Standing.missing(name)
                : new Standing(
                    seen.devices(),
                    problems("problem.removal-holds", name, names(seen.volumes())),
                    List.of(),
                    new Change(seen.guards(), List.of(removeGroup(name)))));
  }

  static Probe<Standing> of(Removal.ThinPool removal) {
    return seen(removal.group(), removal.name()).map(seen -> standing(removal, seen));
  }

  private static Standing standing(Removal.ThinPool removal, Seen seen) {
    String pool = removal.pool();
    if (seen.volumes().stream().noneMatch(v -> v.name().equals(pool) && v.type() == 't')) {
      return Standing.missing(removal.name());
    }
    List<LvmReport.LogicalVolume> inside =
        seen.volumes().stream().filter(v -> v.pool().equals(pool)).toList();
    List<LvmReport.LogicalVolume> beside =
        seen.volumes().stream()
            .filter(v -> !v.pool().equals(pool) && !v.name().equals(pool))
            .toList();
    List<Problem> problems =
        new ArrayList<>(problems("problem.removal-holds", removal.name(), names(inside)));
    List<Step> steps = new ArrayList<>();
    steps.add(
        step("disk-lvremove", removal.name(), change("/sbin/lvremove", "--yes", removal.name()))
            .irreversible());
    List<Message> losses = new ArrayList<>();
    if (removal.wipes()) {
      problems.addAll(problems("problem.removal-beside", removal.group(), names(beside)));
      steps.add(removeGroup(removal.group()));
    } else {
      losses.add(Message.of("finding.removal-group-stays", removal.group()));
    }
    return new Standing(seen.devices(), problems, losses, new Change(seen.guards(), steps));
  }

  private static Probe<Seen> seen(String group, String name) {
    Exec members = LvmReport.members(group);
    Exec volumes = LvmReport.volumes(group);
    Exec inventory = LvmReport.inventory(group);
    return Probe.of(
        List.of(members, volumes, inventory),
        answers ->
            LvmReport.members(members, answers.get(0))
                .then(devices -> {
                  Result contents = answers.get(2);
                  List<Guard> guards =
                      List.of(
                          Standing.same(name, members, answers.get(0)),
                          Standing.same(name, inventory, contents));
                  return devices.isEmpty()
                      ? Reading.known(new Seen(List.of(), List.of(), List.of()))
                      : LvmReport.volumes(volumes, answers.get(1))
                          .map(all -> new Seen(devices(devices), all, guards));
                }));
  }

  private static List<String> devices(List<LvmReport.PhysicalVolume> members) {
    return members.stream().map(LvmReport.PhysicalVolume::device).toList();
  }

  private static List<String> names(List<LvmReport.LogicalVolume> volumes) {
    return volumes.stream().map(LvmReport.LogicalVolume::name).toList();
  }

  private static List<Problem> problems(String key, String name, List<String> volumes) {
    return volumes.isEmpty()
        ? List.of()
        : List.of(Problem.of("name", key, name, Standing.some(volumes)));
  }

  /** Not told to agree, it refuses a group that has got a volume meanwhile. */
  private static Step removeGroup(String name) {
    return step("disk-vgremove", name, Lvm.removeGroup(name)).irreversible();
  }
}
