package stowage.type;

import java.util.ArrayList;
import java.util.List;
import stowage.config.StorageType;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.schema.Properties;
import stowage.tool.Lvm;
import stowage.volume.ImageFormat;
import stowage.volume.Size;
import stowage.volume.Volume;
import stowage.volume.VolumeName;
import stowage.volume.VolumeNames;

/**
 * Logical volumes as raw data.
 *
 * @param type thin or not
 * @param provisioning of that type
 */
record LogicalVolumeTransfer(StorageType type, Provisioning provisioning) implements Transfer {

  @Override
  public List<StreamFormat> exports(Pool pool, VolumeName volume, Extent extent) {
    return Streams.isWhole(extent) ? List.of(StreamFormat.RAW_SIZE) : List.of();
  }

  @Override
  public List<StreamFormat> imports(Pool pool, VolumeName volume, Extent extent) {
    return exports(pool, volume, extent);
  }

  /** A template is inactive as a rule, and inactive again afterwards. */
  @Override
  public Export export(Pool pool, Volume volume, StreamFormat format, Extent extent)
      throws InvalidException {
    VolumeName name = VolumeNames.parse(type, volume.id().name());
    Streams.require(format, exports(pool, name, extent), name, extent);
    String group = pool.get(Properties.VGNAME).orElse("");
    Step on =
        Step.of(Message.of("step.volume-activate", name.name()), Lvm.activate(group, name.name()));
    Step off =
        Step.of(
            Message.of("step.volume-deactivate", name.name()), Lvm.deactivate(group, name.name()));
    return new Export(
        Change.of(on),
        Streams.copy("/dev/" + group + "/" + name.name()),
        name.template() ? Change.of(off) : Change.of());
  }

  @Override
  public Provisioning.Allocation receive(
      Pool pool,
      String wanted,
      StreamFormat format,
      Size size,
      Extent extent,
      List<Volume> existing)
      throws InvalidException {
    VolumeName name = VolumeNames.parse(type, wanted);
    Streams.require(format, imports(pool, name, extent), name, extent);
    Provisioning.Order order =
        new Provisioning.Order(Streams.owner(name), name.name(), ImageFormat.RAW, size);
    Provisioning.Allocation made = provisioning.allocate(pool, order, existing);
    String path = "/dev/" + pool.get(Properties.VGNAME).orElse("") + "/" + name.name();
    List<Step> steps = new ArrayList<>(made.change().steps());
    steps.add(
        type == StorageType.LVMTHIN
            ? Streams.fillSparse(name.name(), path)
            : Streams.fill(
                name.name(),
                "/usr/bin/dd",
                "of=" + path,
                "bs=1M",
                "iflag=fullblock",
                "conv=fsync",
                "status=none"));
    return new Provisioning.Allocation(made.made(), new Change(made.change().guards(), steps));
  }
}
