package stowage.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.exec.Result;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.Properties;
import stowage.tool.BlockDevices;
import stowage.tool.Lvm;
import stowage.tool.LvmReport;
import stowage.volume.VolumeId;
import stowage.volume.VolumeNames;

/**
 * Makes a pool's volume group on the unit of a target that its option {@code base} names. Nothing
 * that anything is known to be on is overwritten: Proxmox VE wipes a partition table without
 * asking.
 *
 * @param base the unit as a volume
 * @param device the unit as a block device
 */
record LvmBase(String group, VolumeId base, String device) {

  /** Empty for a pool that stands on a volume group which others made. */
  static Optional<LvmBase> of(Pool pool) {
    return pool.get(Properties.BASE)
        .flatMap(VolumeId::parse)
        .flatMap(base ->
            VolumeNames.read(StorageType.ISCSI, base.name())
                .map(unit ->
                    new LvmBase(LvmVolumes.group(pool), base, "/dev/disk/by-id/" + unit.name())));
  }

  /** A unit that is not there yet is looked at again once its pool has logged in. */
  Probe<Change> founding() {
    Exec groups = LvmReport.groups();
    Exec physical = LvmReport.physicalVolume(device);
    Exec uses = BlockDevices.uses(device);
    Exec signatures = BlockDevices.signatures(device);
    return Probe.of(
        List.of(uses, physical, signatures, groups),
        answers ->
            BlockDevices.uses(uses, answers.get(0))
                .then(users ->
                    users.isEmpty()
                        ? Reading.known(Change.of())
                        : LvmReport.physicalVolume(physical, answers.get(1))
                            .then(known ->
                                known
                                    .map(volume -> onPhysicalVolume(volume, groups, answers.get(3)))
                                    .orElseGet(() ->
                                        onDevice(
                                            users.get(),
                                            BlockDevices.signatures(signatures, answers.get(2)),
                                            groups,
                                            answers.get(3))))));
  }

  private Reading<Change> onPhysicalVolume(
      LvmReport.PhysicalVolume volume, Exec groups, Result answer) {
    if (volume.group().equals(group)) {
      return Reading.known(Change.of());
    }
    return volume.group().isEmpty()
        ? ifFree(groups, answer, new Change(List.of(), List.of(createGroup())))
        : Reading.failed("problem.device-in-group", base.toString(), volume.group());
  }

  private Reading<Change> onDevice(
      List<String> users, Reading<List<String>> signatures, Exec groups, Result answer) {
    return signatures.then(kinds -> {
      List<String> found = new ArrayList<>(kinds);
      found.addAll(users);
      if (!found.isEmpty()) {
        return Reading.failed(
            "problem.device-not-empty", base.toString(), String.join(", ", found));
      }
      Message taken = Message.of("problem.device-taken", base.toString());
      Guard unclaimed = Lvm.unclaimed(taken, device);
      Step label =
          Step.of(Message.of("step.lvm-label", base.toString()), Lvm.createPhysicalVolume(device))
              .irreversible();
      return ifFree(groups, answer, new Change(List.of(unclaimed), List.of(label, createGroup())));
    });
  }

  private Reading<Change> ifFree(Exec asked, Result answer, Change change) {
    return LvmReport.groups(asked, answer)
        .then(all ->
            all.stream().anyMatch(g -> g.name().equals(group))
                ? Reading.failed("problem.group-elsewhere", group, base.toString())
                : Reading.known(change));
  }

  private Step createGroup() {
    return Step.of(
            Message.of("step.lvm-group", group, base.toString()), Lvm.createGroup(group, device))
        .undoneBy(Lvm.removeGroup(group));
  }

  /** What it takes to find the group once its unit has appeared. */
  Change search() {
    return Change.of(
        Step.of(Message.of("step.lvm-scan"), Lvm.scan()).forgiving(Step.Leniency.OPTIONAL),
        Step.of(Message.of("step.lvm-look", group), Lvm.lookFor(group)));
  }
}
