package stowage.type;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageType;
import stowage.exec.Exec;
import stowage.exec.Probe;
import stowage.exec.Reading;
import stowage.schema.InvalidException;
import stowage.schema.Schemas;
import stowage.tool.FileSystem;
import stowage.tool.HostTool;
import stowage.volume.ContentType;
import stowage.volume.Volume;
import stowage.volume.VolumeName;

/** A directory on Btrfs, where each raw image is a file in a subvolume of its own. */
public final class BtrfsBackend implements WatchedBackend {
  private static final FileVolumes VOLUMES = new FileVolumes(Schemas.of(StorageType.BTRFS));
  private static final String RAW = ".raw";

  @Override
  public FileVolumes volumes() {
    return VOLUMES;
  }

  @Override
  public List<HostTool> tools() {
    return List.of(new HostTool("/bin/btrfs", "btrfs-progs"));
  }

  @Override
  public Footing footing(Pool pool) {
    return Footing.option(pool);
  }

  @Override
  public Probe<PoolStatus> status(Pool pool) {
    String base = FileVolumes.base(pool);
    Exec ask = FileSystem.read(base);
    return WatchedBackend.super
        .status(pool)
        .and(
            Probe.of(ask, answer -> FileSystem.of(ask, answer)),
            (status, found) ->
                found instanceof Reading.Known<FileSystem>(FileSystem fs)
                        && status instanceof Reading.Known<PoolStatus>(PoolStatus known)
                        && known.active()
                        && !fs.kind().equals("btrfs")
                    ? Reading.known(PoolStatus.inactive("problem.not-btrfs", base, fs.kind()))
                    : status);
  }

  @Override
  public Probe<List<Volume>> list(Pool pool, Set<ContentType> wanted) {
    return FileListing.of(
        pool,
        footing(pool),
        FileListing.wantsImages(wanted)
            ? SubvolumeListing.of(pool)
            : Probe.constant(Reading.known(List.of())),
        FlatListing.of(pool, wanted));
  }

  @Override
  public String path(Pool pool, String name, @Nullable String snapshot) throws InvalidException {
    VolumeName volume = parse(name);
    String at = snapshot == null ? "" : "@" + snapshot;
    String file = VOLUMES.path(pool, name, null);
    return switch (volume.content() == ContentType.IMAGES ? volume.format() : "") {
      case "raw" -> file.substring(0, file.length() - RAW.length()) + at + "/disk.raw";
      case "subvol" -> file + at;
      default -> VOLUMES.path(pool, name, snapshot);
    };
  }
}
