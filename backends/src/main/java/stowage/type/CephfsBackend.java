package stowage.type;

import java.util.List;
import stowage.config.StorageType;
import stowage.schema.Properties;
import stowage.schema.Schemas;
import stowage.tool.HostTool;
import stowage.tool.Mounts;

/** A directory of Ceph's file system. */
public final class CephfsBackend implements WatchedBackend {
  private static final FileVolumes VOLUMES = new FileVolumes(Schemas.of(StorageType.CEPHFS));
  private static final String FUSE = "ceph-fuse";

  @Override
  public FileVolumes volumes() {
    return VOLUMES;
  }

  @Override
  public List<HostTool> tools() {
    return List.of(new HostTool("/sbin/mount.ceph", "ceph-common"));
  }

  @Override
  public List<SecretFile> secretFiles(Pool pool) {
    return List.of(
        new SecretFile(
            Properties.KEYRING,
            "/etc/pve/priv/ceph/" + pool.id() + ".secret",
            "0400",
            SecretForm.KEY));
  }

  /** Monitors come and go, so only the directory behind them tells what is mounted. */
  @Override
  public Footing footing(Pool pool) {
    String below = pool.get(Properties.SUBDIR).orElse("/");
    return new Footing.OwnMount(
        "cephfs:" + below, FileVolumes.base(pool), m -> isCeph(m, ":" + below));
  }

  private static boolean isCeph(Mounts.Mount mount, String end) {
    return (mount.type().startsWith("ceph") || mount.type().contains("fuse." + FUSE))
        && (mount.source().endsWith(end) || mount.source().equals(FUSE));
  }
}
