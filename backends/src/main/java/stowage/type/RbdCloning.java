package stowage.type;

import static stowage.type.RbdVolumes.BASE;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageType;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.tool.Rbd;
import stowage.volume.ImageFormat;
import stowage.volume.Size;
import stowage.volume.Volume;
import stowage.volume.VolumeId;
import stowage.volume.VolumeName;
import stowage.volume.VolumeNames;

/**
 * Templates, which are images with a protected snapshot, and images that share its data.
 *
 * @param full pools of the cluster that take no more data
 */
record RbdCloning(Set<String> full) implements Cloning {

  @Override
  public Provisioning.Allocation template(
      Pool pool, Volume volume, List<Snapshot> snapshots, List<Volume> existing)
      throws InvalidException {
    String id = volume.id().name();
    VolumeName name = VolumeNames.parse(StorageType.RBD, id);
    GuestVolumes.refuseTemplate(name, "support.template-already");
    RbdVolumes.requireRoom(pool, full);
    String from = name.name();
    String to = "base-" + from.substring(from.indexOf('-') + 1);
    Rbd rbd = RbdVolumes.rbd(pool);
    return new Provisioning.Allocation(
        new VolumeId(pool.id(), id.substring(0, id.length() - from.length()) + to),
        new Change(
            List.of(RbdVolumes.idle(pool, from)),
            List.of(
                Step.of(Message.of("step.volume-rename", from, to), rbd.rename(from, to))
                    .undoneBy(rbd.rename(to, from)),
                Step.of(Message.of("step.snapshot-create", BASE, to), rbd.snapshot(to, BASE))
                    .undoneBy(rbd.removeSnapshot(to, BASE)),
                protect(rbd, to, BASE))));
  }

  private static Step protect(Rbd rbd, String image, String snapshot) {
    return Step.of(Message.of("step.rbd-protect", snapshot, image), rbd.protect(image, snapshot))
        .undoneBy(rbd.unprotect(image, snapshot))
        .forgiving(Rbd.isProtected());
  }

  @Override
  public Provisioning.Allocation clone(
      Pool pool, Volume source, @Nullable String snapshot, Naming wanted, List<Volume> existing)
      throws InvalidException {
    VolumeName of = VolumeNames.parse(StorageType.RBD, source.id().name());
    if (snapshot == null && !of.template()) {
      throw new InvalidException("volume", "support.needs-template-or-snapshot");
    }
    RbdVolumes.requireRoom(pool, full);
    String name =
        NewVolume.name(
            pool,
            new Provisioning.Order(wanted.owner(), wanted.name(), ImageFormat.RAW, Size.ZERO),
            ImageFormat.RAW,
            existing);
    String from = snapshot == null ? BASE : snapshot;
    Rbd rbd = RbdVolumes.rbd(pool);
    List<Step> steps = new ArrayList<>();
    if (snapshot != null) {
      steps.add(protect(rbd, of.name(), from));
    }
    steps.add(
        Step.of(
                Message.of("step.rbd-clone", name, of.name() + "@" + from),
                rbd.clone(of.name(), from, name, RbdVolumes.dataPool(pool)))
            .undoneBy(rbd.remove(name)));
    // Only a template's clones carry its name.
    String made = snapshot == null ? of.name() + "/" + name : name;
    return new Provisioning.Allocation(
        new VolumeId(pool.id(), made), new Change(List.of(RbdVolumes.absent(pool, name)), steps));
  }
}
