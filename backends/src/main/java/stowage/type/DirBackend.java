package stowage.type;

import java.util.List;
import stowage.config.StorageType;
import stowage.exec.Probe;
import stowage.schema.Schemas;
import stowage.tool.HostTool;
import stowage.tool.QemuImg;

/** A directory of the host, wherever its file system comes from. */
public final class DirBackend implements FileBackend {
  private static final FileVolumes VOLUMES = new FileVolumes(Schemas.of(StorageType.DIR));

  @Override
  public FileVolumes volumes() {
    return VOLUMES;
  }

  @Override
  public List<HostTool> tools() {
    return List.of(QemuImg.TOOL);
  }

  @Override
  public Probe<Change> activation(Pool pool) {
    return new DirectoryActivation(pool, footing(pool), null, true).probe();
  }

  @Override
  public Footing footing(Pool pool) {
    return Footing.option(pool);
  }
}
