package stowage.type;

import static stowage.type.ZfsPoolBackend.dataset;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Guard;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.tool.Zfs;
import stowage.volume.ImageFormat;
import stowage.volume.Volume;
import stowage.volume.VolumeId;
import stowage.volume.VolumeName;
import stowage.volume.VolumeNames;

/** Templates are datasets with a snapshot of a fixed name, from which clones are made. */
final class ZfsCloning implements Cloning {
  private static final String FIXED = "__base__";

  @Override
  public Provisioning.Allocation template(
      Pool pool, Volume volume, List<Snapshot> snapshots, List<Volume> existing)
      throws InvalidException {
    VolumeName name = VolumeNames.parse(StorageType.ZFSPOOL, volume.id().name());
    GuestVolumes.refuseTemplate(name, "support.template-already");
    // vm- becomes base-, subvol- becomes basevol-.
    String rest = name.name().substring(name.name().indexOf('-'));
    ZfsMove move =
        ZfsMove.of(
            pool, name, (name.format().equals("subvol") ? "basevol" : "base") + rest, existing);
    String full = dataset(pool) + "/" + move.to();
    Step mark =
        Step.of(Message.of("step.template-mark", move.to()), Zfs.snapshot(full, FIXED))
            .undoneBy(Zfs.destroySnapshot(full, FIXED));
    return new Provisioning.Allocation(
        move.made(), new Change(move.guards(), List.of(move.step(), mark)));
  }

  @Override
  public Provisioning.Allocation clone(
      Pool pool, Volume source, @Nullable String snapshot, Naming wanted, List<Volume> existing)
      throws InvalidException {
    VolumeName base = VolumeNames.parse(StorageType.ZFSPOOL, source.id().name());
    if (snapshot != null || !base.template()) {
      throw new InvalidException("volume", "support.clone-template-only");
    }
    boolean subvol = base.format().equals("subvol");
    ImageFormat format = subvol ? ImageFormat.SUBVOL : ImageFormat.RAW;
    String name = NewVolume.name(pool, wanted, format, existing);
    String from = dataset(pool) + "/" + base.name();
    String full = dataset(pool) + "/" + name;
    List<Guard> guards =
        List.of(
            Zfs.present(
                Message.of("problem.snapshot-missing", FIXED, base.name()), from + "@" + FIXED),
            Zfs.absent(Message.of("problem.volume-exists", name, pool.id().text()), full));
    Exec clone =
        subvol
            ? Zfs.cloneFileSystem(from, FIXED, source.requireSize(), full)
            : Zfs.cloneVolume(from, FIXED, full);
    List<Step> steps = new ArrayList<>();
    steps.add(
        Step.of(Message.of("step.volume-clone", name, base.name()), clone)
            .undoneBy(Zfs.destroyAll(full)));
    if (!subvol) {
      steps.addAll(ZfsProvisioning.appearance(ZfsProvisioning.device(pool, name)));
    }
    return new Provisioning.Allocation(
        new VolumeId(pool.id(), base.name() + "/" + name), new Change(guards, steps));
  }
}
