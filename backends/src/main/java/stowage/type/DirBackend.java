package stowage.type;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageType;
import stowage.exec.Probe;
import stowage.schema.InvalidException;
import stowage.schema.Properties;
import stowage.schema.Schema;
import stowage.schema.Schemas;
import stowage.tool.QemuImg;
import stowage.volume.ContentType;
import stowage.volume.Volume;
import stowage.volume.VolumeName;

/** A directory of the host, wherever its file system comes from. */
public final class DirBackend implements Backend {
  private static final FileVolumes VOLUMES = new FileVolumes(Schemas.of(StorageType.DIR));

  @Override
  public Schema schema() {
    return VOLUMES.schema();
  }

  @Override
  public List<HostTool> tools() {
    return List.of(QemuImg.TOOL);
  }

  @Override
  public Support supports(Feature feature, Pool pool, @Nullable VolumeName volume) {
    return FileAbilities.of(feature, pool, volume);
  }

  @Override
  public Probe<PoolStatus> status(Pool pool) {
    return DirectoryStatus.of(FileVolumes.base(pool), footing(pool));
  }

  @Override
  public Probe<Change> activation(Pool pool) {
    return new DirectoryActivation(pool, footing(pool), null).probe();
  }

  @Override
  public Probe<List<Volume>> list(Pool pool, Set<ContentType> wanted) {
    return FileListing.of(VOLUMES, pool, footing(pool), wanted);
  }

  @Override
  public VolumeName parse(String name) throws InvalidException {
    return VOLUMES.parse(name);
  }

  @Override
  public String path(Pool pool, String name, @Nullable String snapshot) throws InvalidException {
    return VOLUMES.path(pool, name, snapshot);
  }

  @Override
  public Optional<Provisioning> provisioning() {
    return Optional.of(new FileProvisioning(VOLUMES));
  }

  @Override
  public Optional<Snapshots> snapshots() {
    return Optional.of(new QcowSnapshots(VOLUMES));
  }

  /** The option is a flag, or else the path that must be a mount point. */
  static Footing footing(Pool pool) {
    String option = pool.get(Properties.IS_MOUNTPOINT).orElse("no");
    return switch (option.toLowerCase(java.util.Locale.ROOT)) {
      case "1", "on", "yes", "true" -> new Footing.MountPoint(FileVolumes.base(pool));
      case "0", "off", "no", "false" -> new Footing.Anywhere();
      default -> new Footing.MountPoint(option);
    };
  }
}
