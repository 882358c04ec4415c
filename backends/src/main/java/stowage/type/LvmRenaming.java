package stowage.type;

import static stowage.type.LvmVolumes.group;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stowage.config.StorageType;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.tool.Lvm;
import stowage.volume.ImageFormat;
import stowage.volume.Size;
import stowage.volume.Volume;
import stowage.volume.VolumeId;
import stowage.volume.VolumeNames;

/** Gives plain logical volumes another name. */
final class LvmRenaming implements Renaming {

  @Override
  public Provisioning.Allocation rename(
      Pool pool, Volume volume, Naming wanted, List<Snapshot> snapshots, List<Volume> existing)
      throws InvalidException {
    String from = volume.id().name();
    Optional<String> owner = VolumeNames.parse(StorageType.LVM, from).guest();
    LvmProvisioning.refuseChain(from, "volume");
    String to =
        NewVolume.name(
            pool,
            new Provisioning.Order(wanted.owner(), wanted.name(), ImageFormat.RAW, Size.ZERO),
            ImageFormat.RAW,
            existing);
    LvmProvisioning.refuseChain(to, "name");
    String in = group(pool);
    List<Step> steps = new ArrayList<>();
    steps.add(
        Step.of(Message.of("step.volume-rename", from, to), Lvm.rename(in, from, to))
            .undoneBy(Lvm.rename(in, to, from)));
    String was = LvmVolumes.tag(owner.orElse(""));
    String is = LvmVolumes.tag(String.valueOf(wanted.owner()));
    if (!was.equals(is)) {
      steps.add(
          Step.of(Message.of("step.lvm-retag", to, is), Lvm.retag(in, to, was, is))
              .forgiving(Step.Leniency.OPTIONAL));
    }
    Message exists = Message.of("problem.volume-exists", to, pool.id().text());
    return new Provisioning.Allocation(
        new VolumeId(pool.id(), to), new Change(List.of(Lvm.absent(exists, in, to)), steps));
  }
}
