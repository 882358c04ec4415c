package stowage.type;

import static stowage.type.ThinVolumes.group;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageType;
import stowage.exec.Guard;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.tool.Lvm;
import stowage.volume.ImageFormat;
import stowage.volume.Volume;
import stowage.volume.VolumeId;
import stowage.volume.VolumeName;
import stowage.volume.VolumeNames;

/**
 * Templates and clones of thin volumes. The thin pool keeps what clones share, whatever becomes of
 * the template, so a clone's name does not tell where it came from.
 */
final class ThinCloning implements Cloning {

  @Override
  public Provisioning.Allocation template(
      Pool pool, Volume volume, List<Snapshot> snapshots, List<Volume> existing)
      throws InvalidException {
    VolumeName name = VolumeNames.parse(StorageType.LVMTHIN, volume.id().name());
    GuestVolumes.refuseTemplate(name, "support.template-already");
    ThinMove.refuseSnapshots(name, snapshots);
    ThinMove move =
        ThinMove.of(pool, name.name(), "base-" + name.name().substring("vm-".length()), existing);
    String template = move.to();
    // A template that can be written, or is active, is one nevertheless.
    Step fix =
        Step.of(Message.of("step.make-read-only", template), Lvm.fix(group(pool), template))
            .undoneBy(Lvm.loosen(group(pool), template))
            .forgiving(Step.Leniency.OPTIONAL);
    Step rest =
        Step.of(
                Message.of("step.volume-deactivate", template),
                Lvm.deactivate(group(pool), template))
            .undoneBy(Lvm.activate(group(pool), template))
            .forgiving(Step.Leniency.OPTIONAL);
    return new Provisioning.Allocation(
        move.made(), new Change(move.guards(), List.of(move.step(), fix, rest)));
  }

  @Override
  public Provisioning.Allocation clone(
      Pool pool, Volume source, @Nullable String snapshot, Naming wanted, List<Volume> existing)
      throws InvalidException {
    VolumeName of = VolumeNames.parse(StorageType.LVMTHIN, source.id().name());
    if (snapshot == null && !of.template()) {
      throw new InvalidException("volume", "support.needs-template-or-snapshot");
    }
    String name = NewVolume.name(pool, wanted, ImageFormat.RAW, existing);
    ThinNames.checkLength(name, "name");
    String from = snapshot == null ? of.name() : ThinNames.snapshot(of.name(), snapshot);
    Message gone =
        snapshot == null
            ? Message.of("problem.volume-missing", source.id().toString())
            : Message.of("problem.snapshot-missing", snapshot, of.name());
    List<Guard> guards =
        List.of(
            Lvm.present(gone, group(pool), from),
            Lvm.absent(
                Message.of("problem.volume-exists", name, pool.id().text()), group(pool), name));
    Step step =
        Step.of(Message.of("step.volume-clone", name, from), Lvm.cloneOf(group(pool), from, name))
            .undoneBy(Lvm.remove(group(pool), name));
    return new Provisioning.Allocation(
        new VolumeId(pool.id(), name), new Change(guards, List.of(step)));
  }
}
