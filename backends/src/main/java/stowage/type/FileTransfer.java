package stowage.type;

import java.util.ArrayList;
import java.util.List;
import stowage.exec.Exec;
import stowage.exec.Step;
import stowage.schema.InvalidException;
import stowage.volume.ContentType;
import stowage.volume.ImageFormat;
import stowage.volume.Size;
import stowage.volume.Volume;
import stowage.volume.VolumeName;

/**
 * Files as they are. An image of another format is not turned into raw data on its way: qemu can't
 * write one to a pipe.
 *
 * @param volumes names and paths of the pool type
 */
record FileTransfer(FileVolumes volumes, Provisioning provisioning, Place place)
    implements Transfer {

  /** Where a volume's data lie. */
  @FunctionalInterface
  interface Place {
    String of(Pool pool, String name) throws InvalidException;
  }

  FileTransfer(FileVolumes volumes) {
    this(volumes, new FileProvisioning(volumes), (pool, name) -> volumes.path(pool, name, null));
  }

  /** What of a file counts: holes, owners by number, access lists, what grants capabilities. */
  private static final List<String> TAR =
      List.of(
          "--one-file-system",
          "-p",
          "--sparse",
          "--numeric-owner",
          "--acls",
          "--xattrs",
          "--xattrs-include=user.*",
          "--xattrs-include=security.capability",
          "--warning=no-file-ignored",
          "--warning=no-xattr-write");

  @Override
  public List<StreamFormat> exports(Pool pool, VolumeName volume, Extent extent) {
    if (FileStream.isFile(volume)) {
      return files().exports(extent);
    }
    boolean apart = extent.withSnapshots() && FileVolumes.isChained(pool);
    if (volume.content() != ContentType.IMAGES || extent.base() != null || apart) {
      return List.of();
    }
    return extent.snapshot() == null ? formats(volume) : List.of();
  }

  private FileStream files() {
    return new FileStream(volumes);
  }

  /** Snapshots that lie in the file of a qcow2 image come along whether wanted or not. */
  private static List<StreamFormat> formats(VolumeName volume) {
    return switch (volume.format()) {
      case "raw" -> List.of(StreamFormat.RAW_SIZE);
      case "qcow2" -> List.of(StreamFormat.QCOW2_SIZE);
      case "vmdk" -> List.of(StreamFormat.VMDK_SIZE);
      case "subvol" -> List.of(StreamFormat.TAR_SIZE);
      default -> List.of();
    };
  }

  @Override
  public List<StreamFormat> imports(Pool pool, VolumeName volume, Extent extent) {
    return exports(pool, volume, extent);
  }

  @Override
  public Export export(Pool pool, Volume volume, StreamFormat format, Extent extent)
      throws InvalidException {
    VolumeName name = volumes.parse(volume.id().name());
    Streams.refuseClone(name);
    Streams.require(format, exports(pool, name, extent), name, extent);
    if (FileStream.isFile(name)) {
      return files().export(pool, volume);
    }
    if (FileVolumes.isChained(pool) && FileMove.hasChain(volume, name)) {
      throw new InvalidException("volume", "problem.stream-chain", name.name());
    }
    FileMove.refuseLayer("problem.stream-layer", volume, name);
    String path = place.of(pool, volume.id().name());
    Exec source =
        format == StreamFormat.TAR_SIZE
            ? Streams.source("/usr/bin/tar").and(TAR).and("-cf", "-", "-C", path, ".")
            : Streams.copy(path);
    return new Export(Change.of(), source, Change.of());
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
    VolumeName name = volumes.parse(wanted);
    Streams.refuseClone(name);
    Streams.require(format, imports(pool, name, extent), name, extent);
    if (FileStream.isFile(name)) {
      return files().receive(pool, name, size, existing);
    }
    boolean tar = format == StreamFormat.TAR_SIZE;
    Provisioning.Order order =
        new Provisioning.Order(
            Streams.owner(name),
            name.name(),
            ImageFormat.of(name.format()).orElseThrow(),
            tar ? Size.ZERO : size);
    Provisioning.Allocation made = provisioning.allocate(pool, order, existing);
    String path = place.of(pool, made.made().name());
    List<Step> steps = new ArrayList<>(made.change().steps());
    steps.add(tar ? unpack(name.name(), path) : Streams.fillSparse(name.name(), path));
    return new Provisioning.Allocation(made.made(), new Change(made.change().guards(), steps));
  }

  /** What was unpacked goes first, so that the directory can be taken back. */
  private static Step unpack(String volume, String path) {
    Step fill = Streams.fill(volume, "/usr/bin/tar");
    Exec remove =
        Exec.changes("/usr/bin/find", path, "-mindepth", "1", "-xdev", "-delete").asRoot();
    return new Step(
            fill.title(),
            fill.command().and(TAR).and("-C", path, "-xf", "-"),
            fill.undo(),
            fill.leniency())
        .undoneEvenHalfwayBy(remove);
  }
}
