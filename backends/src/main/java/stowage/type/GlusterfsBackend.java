package stowage.type;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import stowage.config.StorageType;
import stowage.schema.InvalidException;
import stowage.schema.Properties;
import stowage.schema.Schemas;
import stowage.tool.HostTool;
import stowage.tool.QemuImg;
import stowage.volume.ContentType;
import stowage.volume.VolumeName;

/** A volume of GlusterFS; guests reach their images there without the mount. */
public final class GlusterfsBackend implements WatchedBackend {
  private static final FileVolumes VOLUMES = new FileVolumes(Schemas.of(StorageType.GLUSTERFS));

  @Override
  public FileVolumes volumes() {
    return VOLUMES;
  }

  @Override
  public List<HostTool> tools() {
    return List.of(new HostTool("/sbin/mount.glusterfs", "glusterfs-client"), QemuImg.TOOL);
  }

  /** Any server of the cluster may be the one that the volume was mounted from. */
  @Override
  public Footing footing(Pool pool) {
    String volume = pool.get(Properties.VOLUME).orElse("");
    String server = pool.get(Properties.GLUSTER_SERVER).orElse("");
    return new Footing.OwnMount(
        server + ":" + volume,
        FileVolumes.base(pool),
        m ->
            m.type().equals("fuse.glusterfs")
                && m.source().matches(".*:/?" + Pattern.quote(volume)));
  }

  @Override
  public String path(Pool pool, String name, @Nullable String snapshot) throws InvalidException {
    VolumeName volume = parse(name);
    if (volume.content() != ContentType.IMAGES || snapshot != null) {
      return VOLUMES.path(pool, name, snapshot);
    }
    String transport = pool.get(Properties.TRANSPORT).map(t -> "+" + t).orElse("");
    String server = pool.get(Properties.GLUSTER_SERVER).orElse("");
    return "gluster"
        + transport
        + "://"
        + server
        + "/"
        + pool.get(Properties.VOLUME).orElse("")
        + "/images/"
        + volume.guest().orElseThrow()
        + "/"
        + volume.name();
  }
}
