package stowage.type;

import java.util.List;
import stowage.config.StorageType;
import stowage.schema.InvalidException;
import stowage.volume.Size;
import stowage.volume.Volume;
import stowage.volume.VolumeName;
import stowage.volume.VolumeNames;

/** Units of a target as raw data, one way only: none are made from here. */
final class UnitTransfer implements Transfer {

  @Override
  public List<StreamFormat> exports(Pool pool, VolumeName volume, Extent extent) {
    return Streams.isWhole(extent) ? List.of(StreamFormat.RAW_SIZE) : List.of();
  }

  @Override
  public List<StreamFormat> imports(Pool pool, VolumeName volume, Extent extent) {
    return List.of();
  }

  @Override
  public Export export(Pool pool, Volume volume, StreamFormat format, Extent extent)
      throws InvalidException {
    VolumeName name = VolumeNames.parse(StorageType.ISCSI, volume.id().name());
    Streams.require(format, exports(pool, name, extent), name, extent);
    return new Export(Change.of(), Streams.copy("/dev/disk/by-id/" + name.name()), Change.of());
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
    throw new InvalidException("storage", "support.luns-on-target");
  }
}
