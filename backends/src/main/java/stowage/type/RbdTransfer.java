package stowage.type;

import java.util.List;
import java.util.Set;
import stowage.config.StorageType;
import stowage.exec.Step;
import stowage.message.Message;
import stowage.schema.InvalidException;
import stowage.tool.Rbd;
import stowage.volume.Size;
import stowage.volume.Volume;
import stowage.volume.VolumeId;
import stowage.volume.VolumeName;
import stowage.volume.VolumeNames;

/**
 * Images as raw data.
 *
 * @param full pools of the cluster that take no more data
 */
record RbdTransfer(Set<String> full) implements Transfer {

  @Override
  public List<StreamFormat> exports(Pool pool, VolumeName volume, Extent extent) {
    return Streams.isWhole(extent) ? List.of(StreamFormat.RAW_SIZE) : List.of();
  }

  @Override
  public List<StreamFormat> imports(Pool pool, VolumeName volume, Extent extent) {
    return exports(pool, volume, extent);
  }

  @Override
  public Export export(Pool pool, Volume volume, StreamFormat format, Extent extent)
      throws InvalidException {
    VolumeName name = VolumeNames.parse(StorageType.RBD, volume.id().name());
    Streams.require(format, exports(pool, name, extent), name, extent);
    List<String> program = RbdVolumes.rbd(pool).export(name.name()).argv();
    return new Export(Change.of(), Streams.source(program.toArray(String[]::new)), Change.of());
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
    VolumeName name = VolumeNames.parse(StorageType.RBD, wanted);
    Streams.refuseClone(name);
    Streams.require(format, imports(pool, name, extent), name, extent);
    Streams.checkNew(name);
    RbdVolumes.requireRoom(pool, full);
    Message exists = Message.of("problem.volume-exists", name.name(), pool.id().text());
    if (existing.stream().anyMatch(v -> v.id().leaf().equals(name.name()))) {
      throw new InvalidException("name", exists.key(), exists.args().toArray());
    }
    Rbd rbd = RbdVolumes.rbd(pool);
    List<String> program = rbd.importInto(name.name(), RbdVolumes.dataPool(pool)).argv();
    Step fill =
        Streams.fill(name.name(), program.toArray(String[]::new))
            .undoneEvenHalfwayBy(rbd.remove(name.name()));
    return new Provisioning.Allocation(
        new VolumeId(pool.id(), name.name()),
        new Change(List.of(RbdVolumes.absent(pool, name.name())), List.of(fill)));
  }
}
